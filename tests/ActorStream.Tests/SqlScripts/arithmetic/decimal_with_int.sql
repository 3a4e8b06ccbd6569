SELECT d + i, d * i, d / i, i / d, d % i, TYPEOF(d + i), TYPEOF(d * i), TYPEOF(d / i) FROM (SELECT CAST(x AS DECIMAL(8, 2)) AS d, y AS i FROM (VALUES (12.34, 5), (-0.05, 3)) AS v(x, y)) AS t;
