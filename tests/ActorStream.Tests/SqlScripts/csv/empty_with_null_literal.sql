CREATE TABLE t (id INT, d DECIMAL(5, 2), s STRING, ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = '${DIR}/null_literal_empty.csv', 'format' = 'csv', 'csv.null-literal' = '');
SELECT * FROM t;
