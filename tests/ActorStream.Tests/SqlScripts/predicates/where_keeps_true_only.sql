SELECT x FROM (VALUES (1), (2), (3)) AS t(x) WHERE NULLIF(x, 2) > 0;
SELECT x FROM (VALUES (1), (2), (3)) AS t(x) WHERE NOT NULLIF(x, 2) > 1;
SELECT x FROM (VALUES (1), (2), (3)) AS t(x) WHERE NULLIF(x, 2) = 1 OR NULLIF(x, 2) <> 1;
