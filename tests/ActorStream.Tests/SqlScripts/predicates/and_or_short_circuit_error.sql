SELECT x FROM (VALUES (0), (2)) AS t(x) WHERE x <> 0 AND 10 / x > 1;
