CREATE TABLE t (
  id BIGINT NOT NULL COMMENT 'the key', `order` STRING, price DECIMAL(10, 2), twice AS price * 2, pt AS PROCTIME(), ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND,
  PRIMARY KEY (id) NOT ENFORCED
) COMMENT 'orders' WITH ('connector' = 'datagen', 'number-of-rows' = '1');
SHOW CREATE TABLE t;
