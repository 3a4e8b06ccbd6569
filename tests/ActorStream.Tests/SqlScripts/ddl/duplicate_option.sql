CREATE TABLE t (id INT) WITH ('connector' = 'datagen', 'connector' = 'blackhole');
SHOW CREATE TABLE t;
