-- fail
SELECT CAST('abc' AS DECIMAL(5, 2));
