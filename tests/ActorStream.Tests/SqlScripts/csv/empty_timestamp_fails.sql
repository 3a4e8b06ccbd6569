-- fail
CREATE TABLE t (id INT, d TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = '${DIR}/empty_timestamp.csv', 'format' = 'csv');
SELECT * FROM t;
