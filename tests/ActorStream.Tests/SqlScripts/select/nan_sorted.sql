CREATE VIEW v AS SELECT CAST(a AS DOUBLE) AS a, CAST(b AS DOUBLE) AS b, CAST(a AS FLOAT) AS fa, CAST(b AS FLOAT) AS fb FROM (VALUES ('NaN', 'NaN'), ('NaN', '1'), ('1', 'NaN'), ('Infinity', 'NaN'), ('-0.0', '0.0'), ('0.0', '-0.0'), ('1', '1')) AS t (a, b);
SELECT ARRAY_SORT(ARRAY[a, b, 5e0]) FROM v;
