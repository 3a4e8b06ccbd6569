-- unordered
SELECT a.b.c, a.b.d[1], a.m['k'] FROM (SELECT CAST(ROW(ROW(1, ARRAY['p', 'q']), MAP['k', 2.5]) AS ROW<b ROW<c INT, d ARRAY<STRING>>, m MAP<STRING, DECIMAL(3,1)>>) AS a) AS t;
SELECT * FROM (VALUES (1, 'x'), (2, 'y')) AS t (a, b) WHERE (a, b) IN ((1, 'x'), (3, 'z'));
SELECT * FROM (VALUES (1), (2), (3)) AS t (a) WHERE a NOT IN (1, 5) AND NOT (a > 2 AND a < 10);
SELECT * FROM (VALUES ('a'), ('B'), (CAST(NULL AS STRING))) AS t (s) WHERE s > 'A' AND UPPER(s) <> 'A' OR s IS NULL;
