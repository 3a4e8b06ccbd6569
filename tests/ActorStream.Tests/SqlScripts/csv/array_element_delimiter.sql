CREATE TABLE t (id INT, arr ARRAY<STRING>) WITH ('connector' = 'filesystem', 'path' = '${DIR}/array_delimiter.csv', 'format' = 'csv', 'csv.array-element-delimiter' = '|');
SELECT id, arr, CARDINALITY(arr) FROM t;
