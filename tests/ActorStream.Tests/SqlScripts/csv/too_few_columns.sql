-- fail
CREATE TABLE t (id INT, name STRING, v INT) WITH ('connector' = 'filesystem', 'path' = '${DIR}/too_few.csv', 'format' = 'csv');
SELECT * FROM t;
