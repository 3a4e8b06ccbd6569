CREATE TABLE t (id INT, name STRING, price DECIMAL(10, 2), ok BOOLEAN, ts TIMESTAMP(3), d DATE) WITH ('connector' = 'filesystem', 'path' = '${DIR}/basic.csv', 'format' = 'csv');
SELECT * FROM t;
