-- fail
SELECT JSON_VALUE('{', 'lax $.a' ERROR ON EMPTY);
