-- fail
SELECT s > 1 FROM (VALUES ('x')) AS t (s);
