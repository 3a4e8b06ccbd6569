-- fail
CREATE TABLE t (id INT) WITH ('connector' = 'blackhole');
DROP TABLE t;
SHOW TABLES;
DROP TABLE IF EXISTS t;
DROP TABLE t;
