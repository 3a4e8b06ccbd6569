-- fail
SELECT b FROM (VALUES (1)) AS t(a);
