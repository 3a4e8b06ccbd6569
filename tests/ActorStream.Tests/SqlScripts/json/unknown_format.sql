-- fail
CREATE TABLE t (id INT) WITH ('connector' = 'filesystem', 'path' = '${DIR}/basic.json', 'format' = 'jason');
SELECT * FROM t;
