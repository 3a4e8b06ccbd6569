-- fail
SELECT UPPER(1);
