-- fail
SELECT CAST('yesterday' AS TIMESTAMP(3));
