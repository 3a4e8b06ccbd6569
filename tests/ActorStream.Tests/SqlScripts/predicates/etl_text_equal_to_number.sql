-- fail
SELECT s = 1 FROM (VALUES ('1')) AS t (s);
