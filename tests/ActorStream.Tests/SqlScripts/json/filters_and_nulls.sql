CREATE TABLE t (id INT, v DOUBLE, tag STRING) WITH ('connector' = 'filesystem', 'path' = '${DIR}/filters.json', 'format' = 'json');
SELECT id FROM t WHERE v > 1;
SELECT id FROM t WHERE NOT (v > 1);
SELECT id FROM t WHERE v IS NULL OR tag IS NULL;
SELECT id, tag = 'a', tag <> 'a', tag IN ('a', 'b'), tag NOT IN ('a', 'b'), COALESCE(tag, 'none'), v BETWEEN 1 AND 2 FROM t;
SELECT id, CASE WHEN v > 1 THEN 'hi' WHEN v <= 1 THEN 'lo' ELSE 'unknown' END, CONCAT('t-', tag), CONCAT_WS('-', 't', tag), NULLIF(tag, 'a') FROM t;
