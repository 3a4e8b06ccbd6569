SELECT c FROM (SELECT b * 2 AS c FROM (SELECT a + 1 AS b FROM (VALUES (1), (2)) AS t(a)) AS u WHERE b > 2) AS v;
