-- fail
CREATE TABLE t (a TIMESTAMP(9)) WITH ('connector' = 'filesystem', 'path' = '${DIR}/timestamp_nanos_wrong.json', 'format' = 'json');
SELECT * FROM t;
