CREATE TABLE t (s STRING) WITH ('connector' = 'filesystem', 'path' = '${DIR}/wide_values.json', 'format' = 'json');
SELECT s, CHAR_LENGTH(s), REVERSE(s), UPPER(s) FROM t;
