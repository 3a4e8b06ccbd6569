CREATE TABLE t (id INT) WITH ('connector' = 'filesystem', 'path' = '${DIR}/top_level_array.json', 'format' = 'json');
SELECT * FROM t;
