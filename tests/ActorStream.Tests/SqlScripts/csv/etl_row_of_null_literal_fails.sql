-- fail
CREATE TABLE t (a INT, r ROW<x INT, y STRING>) WITH ('connector' = 'filesystem', 'path' = '${DIR}/etl_row.csv', 'format' = 'csv', 'csv.null-literal' = 'n/a');
SELECT a, r FROM t WHERE a > 1;
