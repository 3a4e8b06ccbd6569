CREATE TABLE t (id INT, name STRING) WITH ('connector' = 'filesystem', 'path' = '${DIR}/header.csv', 'format' = 'csv', 'csv.ignore-parse-errors' = 'true');
SELECT * FROM t;
