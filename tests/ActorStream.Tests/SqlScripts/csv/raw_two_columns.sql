-- fail
CREATE TABLE t (line STRING, other STRING) WITH ('connector' = 'filesystem', 'path' = '${DIR}/raw_lines.txt', 'format' = 'raw');
SELECT * FROM t;
