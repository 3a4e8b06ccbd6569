-- fail
SELECT TRIM(5);
