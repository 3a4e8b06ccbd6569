CREATE TABLE t (id INT, name STRING) WITH ('connector' = 'blackhole');
SHOW COLUMNS FROM t;
