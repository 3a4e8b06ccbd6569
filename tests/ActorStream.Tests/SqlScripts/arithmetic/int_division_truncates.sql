SELECT 7 / 2, -7 / 2, 7 / 2.0, 7 / 2e0, CAST(7 AS BIGINT) / 2, 1 / 2 * 2, TYPEOF(7 / 2.0);
