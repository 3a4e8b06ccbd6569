-- unordered
WITH t AS (SELECT * FROM (VALUES (1), (2)) AS v(x)) SELECT x FROM t UNION ALL SELECT x + 10 FROM t;
