SELECT x0, x FROM (SELECT *, * FROM (VALUES (1)) AS t(x)) AS s;
