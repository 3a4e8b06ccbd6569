-- fail
CREATE TABLE t (id INT) WITH ('connector' = 'blackhole');
DROP VIEW t;
