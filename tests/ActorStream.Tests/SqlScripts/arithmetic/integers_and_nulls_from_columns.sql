SELECT a + b, a * b, a - b, a / b, a % b FROM (SELECT NULLIF(x, 0) AS a, NULLIF(y, 0) AS b FROM (VALUES (1, 0), (0, 2), (7, 2)) AS v(x, y)) AS t;
