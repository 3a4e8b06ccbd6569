SELECT CAST(ROUND(100.0 * a / b, 2) AS DECIMAL(6, 2)), 100 * a / b, a * 1.0 / b FROM (VALUES (1, 3), (2, 3), (7, 7)) AS t(a, b);
