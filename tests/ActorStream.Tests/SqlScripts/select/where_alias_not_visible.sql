-- fail
SELECT x + 1 AS y FROM (VALUES (1)) AS t(x) WHERE y > 1;
