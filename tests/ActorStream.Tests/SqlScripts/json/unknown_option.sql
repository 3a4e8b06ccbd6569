CREATE TABLE t (id INT) WITH ('connector' = 'filesystem', 'path' = '${DIR}/basic.json', 'format' = 'json', 'json.nope' = 'true');
SELECT * FROM t;
