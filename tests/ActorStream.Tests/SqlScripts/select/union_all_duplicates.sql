-- unordered
SELECT x FROM (VALUES (1), (2)) AS t(x) UNION ALL SELECT x FROM (VALUES (2), (3)) AS t(x);
