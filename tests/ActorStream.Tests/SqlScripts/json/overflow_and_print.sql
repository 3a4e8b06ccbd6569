CREATE TABLE p (id INT, s STRING, d DECIMAL(10, 3), ts TIMESTAMP(3), arr ARRAY<INT>) WITH ('connector' = 'print');
CREATE TABLE t (id INT, s STRING, d DECIMAL(10, 3), ts TIMESTAMP(3), arr ARRAY<INT>) WITH ('connector' = 'filesystem', 'path' = '${DIR}/overflow_and_print.json', 'format' = 'json');
INSERT INTO p SELECT id, UPPER(s), d * 2, ts + INTERVAL '1' DAY, arr FROM t;
