WITH t(p, q) AS (VALUES (1, 'a'), (2, 'b')) SELECT q, p FROM t WHERE p = 2;
