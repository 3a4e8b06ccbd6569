-- fail
CREATE TABLE t (id INT) WITH ('connector' = 'filesystem', 'path' = '${DIR}/basic.json');
SELECT * FROM t;
