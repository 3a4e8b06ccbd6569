SELECT a, b FROM (SELECT 1, 'x') AS t(a, b);
