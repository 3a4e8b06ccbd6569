-- fail
SELECT CAST('abc' AS INT);
