SELECT f + d, d + f, f * d, TYPEOF(d + f), TYPEOF(f * d), TYPEOF(d - f), TYPEOF(f / d) FROM (SELECT CAST(x AS FLOAT) AS f, y AS d FROM (VALUES (0.1, 0.2e0), (1.1, 1e300)) AS v(x, y)) AS t;
