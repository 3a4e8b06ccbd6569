CREATE TABLE t (id INT, r ROW<a INT, b ROW<c STRING>>, arr ARRAY<STRING>, m MAP<STRING, INT>, `rows` ARRAY<ROW<x INT, y STRING>>) WITH ('connector' = 'filesystem', 'path' = '${DIR}/nested.json', 'format' = 'json');
SELECT * FROM t;
