-- fail
SELECT a / b FROM (VALUES (1.50, 0.00)) AS t(a, b);
