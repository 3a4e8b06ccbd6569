-- fail
CREATE TEMPORARY VIEW a AS SELECT * FROM (VALUES (1, ARRAY[1, 2], MAP['x', 1], CAST(ROW(1, 'one', ROW(2e0)) AS ROW<id INT, nam STRING, deep ROW<val DOUBLE>>))) AS t (id, ia, m, r);
SELECT a.id, nam FROM a CROSS JOIN UNNEST(ia) AS u (nam);
