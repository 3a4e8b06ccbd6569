CREATE TABLE t (id INT, name STRING, v INT) WITH ('connector' = 'filesystem', 'path' = '${DIR}/ignore_errors.csv', 'format' = 'csv', 'csv.ignore-parse-errors' = 'true');
SELECT * FROM t;
