SELECT a / b FROM (VALUES (1e0, 0)) AS t(a, b);
