CREATE TABLE t (
  id BIGINT NOT NULL COMMENT 'key',
  name STRING COMMENT 'it''s a name',
  price DECIMAL(10, 2),
  ts TIMESTAMP(3),
  ts_ltz TIMESTAMP_LTZ(3),
  d DATE, tm TIME, b BOOLEAN, bin BYTES, c CHAR(3), v VARCHAR(5),
  tags ARRAY<STRING>, m MAP<STRING, INT>, r ROW<a INT, b STRING NOT NULL>,
  PRIMARY KEY (id) NOT ENFORCED
) COMMENT 'a table' WITH ('connector' = 'blackhole');
DESCRIBE t;
DESC t;
