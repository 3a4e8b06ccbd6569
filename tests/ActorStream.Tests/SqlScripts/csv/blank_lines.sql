CREATE TABLE t (s STRING, n INT) WITH ('connector' = 'filesystem', 'path' = '${DIR}/blank_lines.csv', 'format' = 'csv', 'csv.ignore-parse-errors' = 'true');
SELECT * FROM t;
