SELECT x = SOME (1, 2), x > ALL (0, 1) FROM (VALUES (1), (2), (3)) AS t(x);
