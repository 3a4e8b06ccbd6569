CREATE TABLE t (b BYTES, s STRING, v VARCHAR(3), c CHAR(5)) WITH ('connector' = 'filesystem', 'path' = '${DIR}/bytes_and_strings.json', 'format' = 'json');
SELECT b, s, v, c, CHAR_LENGTH(c) FROM t;
