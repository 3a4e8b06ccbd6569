-- unordered
CREATE TEMPORARY VIEW c AS SELECT * FROM (VALUES (CAST(0.1 AS FLOAT), 0.1, CAST('2020-01-01' AS STRING), 'b')) AS t (f, d, s, c);
SELECT f = d, f = 0.1, f > d, f = 0.1e0, CAST(f AS DOUBLE) = 0.1e0, f + d, f * d, f IN (0.1), f BETWEEN 0.1 AND 0.1 FROM c;
