CREATE TABLE t (id INT) WITH ('connector' = 'blackhole');
CREATE TEMPORARY TABLE t (name STRING) WITH ('connector' = 'blackhole');
DESCRIBE t;
DROP TEMPORARY TABLE t;
DESCRIBE t;
