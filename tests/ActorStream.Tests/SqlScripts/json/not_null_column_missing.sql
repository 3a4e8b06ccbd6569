-- fail
CREATE TABLE t (id INT NOT NULL, s STRING) WITH ('connector' = 'filesystem', 'path' = '${DIR}/not_null.json', 'format' = 'json');
SELECT * FROM t;
