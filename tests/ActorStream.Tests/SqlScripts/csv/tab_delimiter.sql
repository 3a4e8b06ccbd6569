CREATE TABLE t (id INT, name STRING) WITH ('connector' = 'filesystem', 'path' = '${DIR}/tab.csv', 'format' = 'csv', 'csv.field-delimiter' = '\t');
SELECT * FROM t;
