-- fail
CREATE TABLE t (id INT, name STRING) WITH ('connector' = 'filesystem', 'path' = '${DIR}/bad_field.csv', 'format' = 'csv');
SELECT * FROM t;
