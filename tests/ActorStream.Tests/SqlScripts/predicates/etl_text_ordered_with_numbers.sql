-- unordered
SELECT s, s > 9, 9 < s, s <= 9 FROM (VALUES ('9.59'), ('9'), (' 10'), (CAST(NULL AS STRING))) AS t (s);
SELECT s, s > 9.5, s < 1e1 FROM (VALUES ('10'), ('9.59'), ('9.49')) AS t (s);
SELECT s >= n, s > CAST(300 AS BIGINT), s > CAST(1.5 AS FLOAT) FROM (VALUES ('10', CAST(9 AS TINYINT)), ('-3', CAST(9 AS TINYINT))) AS t (s, n);
SELECT CASE WHEN s > 5 THEN 'big' ELSE 'small' END FROM (VALUES ('10'), ('1')) AS t (s) WHERE s > 0;
