-- fail
CREATE TABLE t (id STRING, n INT) WITH ('connector' = 'filesystem', 'path' = '${DIR}/empty_int.csv', 'format' = 'csv');
SELECT * FROM t;
