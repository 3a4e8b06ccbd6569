CREATE TABLE t (s STRING, ts TIMESTAMP(3), z TIMESTAMP_LTZ(3)) WITH ('connector' = 'filesystem', 'path' = '${DIR}/timestamp_iso.json', 'format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601', 'json.ignore-parse-errors' = 'true');
SELECT * FROM t;
