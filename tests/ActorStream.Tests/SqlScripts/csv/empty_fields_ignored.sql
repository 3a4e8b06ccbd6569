CREATE TABLE t (a INT, b BIGINT, c DOUBLE, d BOOLEAN, e STRING, f FLOAT, g SMALLINT, h DECIMAL(5, 2), i TIMESTAMP(3), j DATE) WITH ('connector' = 'filesystem', 'path' = '${DIR}/empty_fields.csv', 'format' = 'csv', 'csv.ignore-parse-errors' = 'true');
SELECT * FROM t;
