CREATE TABLE t (id INT, a STRING, b STRING, c INT) WITH ('connector' = 'filesystem', 'path' = '${DIR}/empty_into_string.csv', 'format' = 'csv');
SELECT id, a, b, a IS NULL, CHAR_LENGTH(b), c FROM t;
