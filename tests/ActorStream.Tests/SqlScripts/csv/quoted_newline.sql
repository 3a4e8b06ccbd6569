CREATE TABLE t (id INT, s STRING) WITH ('connector' = 'filesystem', 'path' = '${DIR}/quoted_newline.csv', 'format' = 'csv');
SELECT * FROM t;
