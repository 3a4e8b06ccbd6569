-- fail
SELECT JSON_VALUE(NULL, '$');
