SELECT 1 AS a, 2 b, 3 AS `select`;
SELECT a, b FROM (SELECT 1 AS a, 2 b) AS t;
