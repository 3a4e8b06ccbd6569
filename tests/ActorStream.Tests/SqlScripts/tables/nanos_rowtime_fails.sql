-- fail
CREATE TABLE t (a TIMESTAMP(9), WATERMARK FOR a AS a) WITH ('connector' = 'datagen', 'number-of-rows' = '1');
SELECT a FROM t;
