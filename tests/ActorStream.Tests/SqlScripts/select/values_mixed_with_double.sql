-- fail
SELECT * FROM (VALUES (1), (3e0)) AS t(x);
