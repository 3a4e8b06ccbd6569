-- unordered
SELECT k, v FROM (VALUES (1)) AS t (i) CROSS JOIN UNNEST(STR_TO_MAP('a=1,b=2')) AS u (k, v);
SELECT i, e FROM (VALUES (1, ARRAY[1, 2]), (2, CAST(NULL AS ARRAY<INT>))) AS t (i, arr) LEFT JOIN UNNEST(arr) AS u (e) ON TRUE WHERE e IS NULL OR e > 1;
SELECT i, r.x, y FROM (VALUES (1, ARRAY[ROW('a', 1), ROW('b', 2)])) AS t (i, arr) CROSS JOIN UNNEST(arr) AS r (x, y);
