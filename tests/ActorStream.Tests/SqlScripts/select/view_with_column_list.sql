CREATE TEMPORARY VIEW v (a, b) AS SELECT * FROM (VALUES (1, 'x'), (2, 'y')) AS t(p, q);
SELECT b, a FROM v;
DESCRIBE v;
