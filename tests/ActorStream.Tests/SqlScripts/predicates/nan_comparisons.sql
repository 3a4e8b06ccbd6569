CREATE VIEW v AS SELECT CAST(a AS DOUBLE) AS a, CAST(b AS DOUBLE) AS b, CAST(a AS FLOAT) AS fa, CAST(b AS FLOAT) AS fb FROM (VALUES ('NaN', 'NaN'), ('NaN', '1'), ('1', 'NaN'), ('Infinity', 'NaN'), ('-0.0', '0.0'), ('0.0', '-0.0'), ('1', '1')) AS t (a, b);
SELECT a, b, a = b, a <> b, a < b, a <= b, a > b, a >= b, a IS NOT DISTINCT FROM b, a IS DISTINCT FROM b FROM v;
SELECT fa, fb, fa = fb, fa <> fb, fa < fb, fa <= fb, fa > fb, fa >= fb, fa IS NOT DISTINCT FROM fb, fa IS DISTINCT FROM fb FROM v;
SELECT a, b, fa = b, fa <> b, fa < b, a BETWEEN b AND b, NOT (a = b), NOT (a < b), NOT (a >= b) FROM v;
