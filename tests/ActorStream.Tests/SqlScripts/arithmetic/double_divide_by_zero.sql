SELECT a / b, -a / b, b / b FROM (VALUES (1e0, 0e0)) AS t(a, b);
