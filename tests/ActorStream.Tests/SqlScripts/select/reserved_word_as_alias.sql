-- fail
SELECT 1 AS table;
