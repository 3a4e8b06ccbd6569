CREATE TABLE t (id INT) WITH ('connector' = 'filesystem', 'path' = '${DIR}/blank_lines.json', 'format' = 'json');
SELECT * FROM t;
