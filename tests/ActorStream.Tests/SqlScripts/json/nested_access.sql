CREATE TABLE t (id INT, r ROW<a INT, b ROW<c STRING>>, arr ARRAY<STRING>, m MAP<STRING, INT>) WITH ('connector' = 'filesystem', 'path' = '${DIR}/nested.json', 'format' = 'json');
SELECT id, t.r.a, t.r.b.c, r.b.c, arr[1], arr[9], m['k'], m['none'], CARDINALITY(arr), r IS NULL FROM t;
