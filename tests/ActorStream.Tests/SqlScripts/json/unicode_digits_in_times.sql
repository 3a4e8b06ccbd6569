CREATE TABLE t (i INT, d DATE, t TIME, ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'format' = 'json', 'json.ignore-parse-errors' = 'true', 'path' = '${DIR}/unicode_digits_in_times.json');
SELECT i, d, t, ts FROM t;
