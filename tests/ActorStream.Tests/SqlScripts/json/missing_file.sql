-- fail
CREATE TABLE t (id INT) WITH ('connector' = 'filesystem', 'path' = '${DIR}/no_such_file.json', 'format' = 'json');
SELECT * FROM t;
