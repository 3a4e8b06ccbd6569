SELECT f + f, f * f, f / 3, f - d, TYPEOF(f - d), f + i, TYPEOF(f / 3) FROM (SELECT CAST(x AS FLOAT) AS f, y AS d, z AS i FROM (VALUES (0.3, 0.1e0, 16777217), (0.6, 0.2e0, 1)) AS v(x, y, z)) AS t;
