SELECT x, x > 1 AND x < 3 AS mid, NOT x = 2 AS other, x IS NOT NULL AS present FROM (VALUES (1), (2), (3)) AS t(x);
