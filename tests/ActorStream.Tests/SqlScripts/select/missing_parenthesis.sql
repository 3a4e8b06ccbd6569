-- fail
SELECT (1 + 2;
