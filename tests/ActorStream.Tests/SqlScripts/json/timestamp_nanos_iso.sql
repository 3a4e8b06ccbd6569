CREATE TABLE t (a TIMESTAMP(9), b TIMESTAMP_LTZ(8)) WITH ('connector' = 'filesystem', 'path' = '${DIR}/timestamp_nanos_iso.json', 'format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601');
SELECT * FROM t;
