CREATE TABLE t (id INT COMMENT '', v STRING) WITH ('connector' = 'blackhole');
DESCRIBE t;
