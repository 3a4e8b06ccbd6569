CREATE TABLE t (s STRING, ts TIMESTAMP(3), z TIMESTAMP_LTZ(3), tm TIME, d DATE) WITH ('connector' = 'filesystem', 'path' = '${DIR}/timestamp_sql.json', 'format' = 'json', 'json.ignore-parse-errors' = 'true');
SELECT * FROM t;
