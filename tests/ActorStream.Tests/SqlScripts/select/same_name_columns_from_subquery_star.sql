-- fail
SELECT * FROM (SELECT 1 AS a, 2 AS a) AS t WHERE a = 1;
