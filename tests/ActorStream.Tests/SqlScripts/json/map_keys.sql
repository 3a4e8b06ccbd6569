CREATE TABLE t (m MAP<STRING, STRING>, n MAP<STRING, MAP<STRING, INT>>) WITH ('connector' = 'filesystem', 'path' = '${DIR}/map_keys.json', 'format' = 'json');
SELECT m['a'], m['b'], n['x']['y'], CARDINALITY(m) FROM t;
