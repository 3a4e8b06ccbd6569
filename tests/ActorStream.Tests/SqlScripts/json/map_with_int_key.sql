-- fail
CREATE TABLE t (m MAP<INT, STRING>) WITH ('connector' = 'filesystem', 'path' = '${DIR}/map_keys.json', 'format' = 'json');
SELECT * FROM t;
