-- unordered
CREATE TABLE t (a INT, n ARRAY<INT>, s ARRAY<STRING>) WITH ('connector' = 'filesystem', 'path' = '${DIR}/etl_array_elements.csv', 'format' = 'csv', 'csv.array-element-delimiter' = ',', 'csv.null-literal' = 'n/a', 'csv.ignore-parse-errors' = 'true');
SELECT * FROM t;
SELECT a, CARDINALITY(n), CARDINALITY(s), s[4] FROM t;
