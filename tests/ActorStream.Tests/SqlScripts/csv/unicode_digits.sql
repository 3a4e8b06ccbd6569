CREATE TABLE t (i INT, t TINYINT, s SMALLINT, n INT, b BIGINT, f FLOAT, d DOUBLE, c DECIMAL(10, 2), bo BOOLEAN) WITH ('connector' = 'filesystem', 'format' = 'csv', 'csv.ignore-parse-errors' = 'true', 'path' = '${DIR}/unicode_digits.csv');
SELECT i, t, s, n, b, f, d, c, bo FROM t;
