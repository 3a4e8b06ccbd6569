SELECT a = b, a > b, a < 1e0, a > 1e308 FROM (SELECT x / x AS a, y / y AS b FROM (VALUES (0e0, 0e0)) AS v(x, y)) AS t;
