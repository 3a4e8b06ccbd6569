-- fail
CREATE TABLE t (id INT) WITH ('connector' = 'filesystem', 'path' = '${DIR}/text_into_int.json', 'format' = 'json');
SELECT * FROM t;
