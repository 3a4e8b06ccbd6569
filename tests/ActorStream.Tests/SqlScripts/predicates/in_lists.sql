SELECT x IN (1, 3), x NOT IN (1, 3), x IN (1, NULLIF(1, 1)), x IN (1.0, 2.5) FROM (VALUES (1), (2)) AS t(x);
