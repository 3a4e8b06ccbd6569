-- unordered
CREATE TEMPORARY VIEW a AS SELECT * FROM (VALUES (1, ARRAY[1, 2], MAP['x', 1], CAST(ROW(1, 'one', ROW(2e0)) AS ROW<id INT, nam STRING, deep ROW<val DOUBLE>>))) AS t (id, ia, m, r);
SELECT nam FROM a;
SELECT deep FROM a;
SELECT val FROM a;
SELECT deep.val FROM a;
SELECT a.nam, a.deep.val FROM a;
SELECT id FROM a;
SELECT a.id, r.id FROM a WHERE nam = 'one';
SELECT r.* FROM a;
SELECT a.r.* FROM a;
SELECT r.deep.* FROM a;
