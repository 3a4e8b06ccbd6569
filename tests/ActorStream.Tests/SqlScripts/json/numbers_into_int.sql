CREATE TABLE t (s STRING, i INT, l BIGINT, f FLOAT, e DOUBLE) WITH ('connector' = 'filesystem', 'path' = '${DIR}/numbers_into_int.json', 'format' = 'json', 'json.ignore-parse-errors' = 'true');
SELECT * FROM t;
