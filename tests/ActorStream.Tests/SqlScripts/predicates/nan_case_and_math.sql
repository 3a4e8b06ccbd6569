CREATE VIEW v AS SELECT CAST(a AS DOUBLE) AS a, CAST(b AS DOUBLE) AS b, CAST(a AS FLOAT) AS fa, CAST(b AS FLOAT) AS fb FROM (VALUES ('NaN', 'NaN'), ('NaN', '1'), ('1', 'NaN'), ('Infinity', 'NaN'), ('-0.0', '0.0'), ('0.0', '-0.0'), ('1', '1')) AS t (a, b);
SELECT a, CASE WHEN a = b THEN 1 WHEN a <> b THEN 2 ELSE 3 END, COALESCE(NULLIF(a, b), -1), IF(a > b, 1, 2), a BETWEEN SYMMETRIC b AND 0e0 FROM v;
SELECT SIGN(a), ABS(a), CEIL(a), FLOOR(a), SQRT(a), POWER(a, 2) FROM v;
