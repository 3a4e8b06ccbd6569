-- fail
SELECT value FROM (VALUES (1)) AS t(value);
