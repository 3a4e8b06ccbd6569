-- fail
CREATE TABLE t (id INT) WITH ('connector' = 'filesystem', 'path' = '${DIR}/bad_row.json', 'format' = 'json');
SELECT * FROM t;
