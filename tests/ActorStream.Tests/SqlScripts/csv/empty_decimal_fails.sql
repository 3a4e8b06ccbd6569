-- fail
CREATE TABLE t (id INT, d DECIMAL(5, 2)) WITH ('connector' = 'filesystem', 'path' = '${DIR}/empty_decimal.csv', 'format' = 'csv');
SELECT * FROM t;
