-- fail
CREATE TABLE T1 (id INT) WITH ('connector' = 'blackhole');
CREATE TABLE t1 (id INT) WITH ('connector' = 'blackhole');
SHOW TABLES;
DESCRIBE T2;
