-- fail
SELECT x FROM (VALUES (1)) AS t(x) WHERE x;
