-- fail
SELECT 1 WHERE 1 = 1;
