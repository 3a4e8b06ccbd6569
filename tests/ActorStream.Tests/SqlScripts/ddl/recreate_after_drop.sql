CREATE TABLE t (a INT) WITH ('connector' = 'blackhole');
DROP TABLE t;
CREATE TABLE t (b STRING) WITH ('connector' = 'blackhole');
DESCRIBE t;
