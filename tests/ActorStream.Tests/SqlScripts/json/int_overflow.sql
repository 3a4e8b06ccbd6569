-- fail
CREATE TABLE t (id INT) WITH ('connector' = 'filesystem', 'path' = '${DIR}/int_overflow.json', 'format' = 'json');
SELECT * FROM t;
