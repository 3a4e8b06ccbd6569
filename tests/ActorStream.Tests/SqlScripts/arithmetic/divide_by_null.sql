SELECT a / NULLIF(b, 0), a % NULLIF(b, 0), a + NULLIF(b, 0) FROM (VALUES (1, 0), (6, 4)) AS t(a, b);
