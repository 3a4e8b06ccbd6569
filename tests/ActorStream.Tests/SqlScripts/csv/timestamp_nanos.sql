CREATE TABLE t (a TIMESTAMP(9), b TIMESTAMP_LTZ(9), c TIMESTAMP(7), d TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = '${DIR}/timestamp_nanos.csv', 'format' = 'csv');
SELECT * FROM t;
