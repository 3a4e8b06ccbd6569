CREATE TABLE t (
  id INT,
  ts TIMESTAMP(3),
  twice AS id * 2 COMMENT 'computed',
  pt AS PROCTIME(),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'datagen', 'number-of-rows' = '1');
DESCRIBE t;
