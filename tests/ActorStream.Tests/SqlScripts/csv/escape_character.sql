CREATE TABLE t (id INT, name STRING) WITH ('connector' = 'filesystem', 'path' = '${DIR}/escape.csv', 'format' = 'csv', 'csv.escape-character' = '\');
SELECT * FROM t;
