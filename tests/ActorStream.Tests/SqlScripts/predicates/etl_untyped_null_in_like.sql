-- fail
SELECT NULL LIKE 'a';
