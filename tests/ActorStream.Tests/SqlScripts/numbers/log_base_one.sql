SELECT LOG(b, x) FROM (VALUES (1e0, 5e0), (2e0, 0e0), (-2e0, 4e0)) AS t(b, x);
