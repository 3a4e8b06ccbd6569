-- unordered
CREATE TABLE k (id INT, arr ARRAY<ROW<a INT, b STRING>>, xs ARRAY<INT>, m MAP<STRING, ROW<a INT, b STRING>>) WITH ('connector' = 'filesystem', 'path' = '${DIR}/unnest_nulls.json', 'format' = 'json');
SELECT id, a, b FROM k CROSS JOIN UNNEST(arr) AS u (a, b);
SELECT id, a, b FROM k LEFT JOIN UNNEST(arr) AS u (a, b) ON TRUE;
SELECT id, x FROM k CROSS JOIN UNNEST(xs) AS u (x);
SELECT id, x, o FROM k CROSS JOIN UNNEST(xs) WITH ORDINALITY AS u (x, o);
SELECT id, x FROM k LEFT JOIN UNNEST(xs) AS u (x) ON TRUE;
SELECT id, mk, mv FROM k CROSS JOIN UNNEST(m) AS u (mk, mv);
SELECT * FROM UNNEST(ARRAY[ROW(1, 'x'), CAST(NULL AS ROW<a INT, b STRING>), ROW(2, 'y')]) AS u (a, b);
