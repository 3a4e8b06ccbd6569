CREATE TABLE t (line STRING) WITH ('connector' = 'filesystem', 'path' = '${DIR}/raw_lines.txt', 'format' = 'raw');
SELECT line, CHAR_LENGTH(line) FROM t;
