-- fail
CREATE TABLE t (id INT, name STRING) WITH ('connector' = 'filesystem', 'path' = '${DIR}/too_many.csv', 'format' = 'csv');
SELECT * FROM t;
