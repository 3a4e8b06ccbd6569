CREATE TABLE t (s STRING, ts TIMESTAMP(3), d DATE, tm TIME) WITH ('connector' = 'filesystem', 'path' = '${DIR}/timestamps.csv', 'format' = 'csv', 'csv.ignore-parse-errors' = 'true');
SELECT * FROM t;
