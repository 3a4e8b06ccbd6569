CREATE TABLE t (i INT, d DATE, t TIME, ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'format' = 'csv', 'csv.ignore-parse-errors' = 'true', 'path' = '${DIR}/unicode_digits_in_times.csv');
SELECT i, d, t, ts FROM t;
