CREATE TABLE t (s STRING, d DATE) WITH ('connector' = 'filesystem', 'path' = '${DIR}/invalid_date.csv', 'format' = 'csv', 'csv.ignore-parse-errors' = 'true');
SELECT * FROM t;
