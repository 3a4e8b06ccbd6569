CREATE TABLE t (a TIMESTAMP, b TIMESTAMP_LTZ(6), c TIMESTAMP(4), d TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = '${DIR}/timestamp_nanos_into_microseconds.json', 'format' = 'json');
SELECT * FROM t;
