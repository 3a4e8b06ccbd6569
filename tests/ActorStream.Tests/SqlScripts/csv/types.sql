CREATE TABLE t (a TINYINT, b SMALLINT, c BIGINT, d FLOAT, e DOUBLE, f TIME, g TIMESTAMP_LTZ(3), h BYTES, i BOOLEAN) WITH ('connector' = 'filesystem', 'path' = '${DIR}/types.csv', 'format' = 'csv');
SELECT * FROM t;
