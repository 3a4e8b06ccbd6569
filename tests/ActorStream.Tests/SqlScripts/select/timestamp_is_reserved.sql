-- fail
SELECT timestamp FROM (VALUES (1)) AS t(timestamp);
