SELECT d + e, d * e, TYPEOF(d + e), TYPEOF(d / e) FROM (SELECT CAST(x AS DECIMAL(8, 2)) AS d, y AS e FROM (VALUES (12.34, 0.5e0)) AS v(x, y)) AS t;
