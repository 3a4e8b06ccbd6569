-- fail
SELECT CAST(s AS INT) FROM (VALUES ('1'), ('x'), ('3')) AS t(s);
