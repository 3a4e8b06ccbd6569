-- fail
SELECT s = 5 FROM (VALUES ('abc')) AS t(s);
