-- fail
SELECT s * 2 FROM (VALUES ('21')) AS t(s);
