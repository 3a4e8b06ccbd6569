-- fail
SELECT 1 AS a, a + 1 AS b;
