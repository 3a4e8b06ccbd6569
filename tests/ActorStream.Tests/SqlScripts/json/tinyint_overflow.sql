CREATE TABLE t (a TINYINT, b SMALLINT) WITH ('connector' = 'filesystem', 'path' = '${DIR}/tinyint_overflow.json', 'format' = 'json', 'json.ignore-parse-errors' = 'true');
SELECT * FROM t;
