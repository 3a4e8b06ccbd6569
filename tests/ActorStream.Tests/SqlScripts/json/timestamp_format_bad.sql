-- fail
CREATE TABLE t (ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = '${DIR}/timestamp_iso.json', 'format' = 'json', 'json.timestamp-format.standard' = 'UNIX');
SELECT * FROM t;
