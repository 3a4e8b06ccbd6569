CREATE TABLE t (a TIMESTAMP(9), b TIMESTAMP_LTZ(9), c TIMESTAMP(7), d TIMESTAMP(3), e ARRAY<TIMESTAMP(9)>) WITH ('connector' = 'filesystem', 'path' = '${DIR}/timestamp_nanos.json', 'format' = 'json');
SELECT * FROM t;
SELECT a, CAST(b AS STRING) FROM t WHERE a > TIMESTAMP '2020-02-29 12:34:56.123456788';
