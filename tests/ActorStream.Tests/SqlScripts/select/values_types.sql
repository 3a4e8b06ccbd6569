SELECT TYPEOF(x), TYPEOF(y), TYPEOF(z) FROM (VALUES (1, 'a', 1.5), (2, 'bcd', 22.25)) AS t(x, y, z);
