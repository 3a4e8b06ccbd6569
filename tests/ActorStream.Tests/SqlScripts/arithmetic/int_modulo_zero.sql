-- fail
SELECT a % b FROM (VALUES (1, 0)) AS t(a, b);
