-- fail
SELECT 1, 2, FROM (VALUES (1)) AS t(x);
