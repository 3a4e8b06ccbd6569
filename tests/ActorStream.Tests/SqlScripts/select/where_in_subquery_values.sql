SELECT x FROM (SELECT x, x % 2 AS odd FROM (VALUES (1), (2), (3)) AS t(x)) AS u WHERE odd = 1 AND x IN (1, 2);
