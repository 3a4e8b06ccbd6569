-- fail
SELECT s + 1, TYPEOF(s + 1) FROM (VALUES ('21')) AS t(s);
