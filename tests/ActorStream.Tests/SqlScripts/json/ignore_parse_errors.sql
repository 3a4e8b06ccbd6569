CREATE TABLE t (id INT, s STRING, ts TIMESTAMP(3), b BOOLEAN, arr ARRAY<INT>, r ROW<x INT>) WITH ('connector' = 'filesystem', 'path' = '${DIR}/ignore_parse_errors.json', 'format' = 'json', 'json.ignore-parse-errors' = 'true');
SELECT * FROM t;
