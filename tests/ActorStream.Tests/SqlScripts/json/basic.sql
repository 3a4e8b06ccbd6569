CREATE TABLE t (id INT, name STRING, price DECIMAL(10, 2), ok BOOLEAN, ts TIMESTAMP(3), d DATE, tm TIME, f DOUBLE, big BIGINT) WITH ('connector' = 'filesystem', 'path' = '${DIR}/basic.json', 'format' = 'json');
SELECT * FROM t;
