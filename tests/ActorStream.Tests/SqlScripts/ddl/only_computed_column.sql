CREATE TABLE t (a AS 1 + 1) WITH ('connector' = 'datagen', 'number-of-rows' = '1');
SELECT * FROM t;
