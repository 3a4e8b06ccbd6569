-- unordered
CREATE TABLE t (id INT, name STRING) WITH ('connector' = 'filesystem', 'path' = '${DIR}/folder', 'format' = 'csv');
SELECT * FROM t;
