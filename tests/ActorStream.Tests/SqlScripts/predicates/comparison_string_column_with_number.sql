-- fail
SELECT s = 5 FROM (VALUES ('5')) AS t(s);
