SELECT a = b, a <> b, a < b, a <= b, a > b, a >= b FROM (VALUES (1, 2), (2, 2), (3, 2)) AS t(a, b);
