SELECT s.a + 1, s.b FROM (SELECT x AS a, UPPER(y) AS b FROM (VALUES (1, 'p'), (2, 'q')) AS t(x, y) WHERE x > 0) AS s WHERE s.a < 2;
