CREATE TABLE t (id INT, arr ARRAY<INT>, r ROW<a INT, b STRING>) WITH ('connector' = 'filesystem', 'path' = '${DIR}/nested.csv', 'format' = 'csv');
SELECT * FROM t;
