SELECT IF(x = 0, -1, 10 / x) FROM (VALUES (0), (2)) AS t(x);
