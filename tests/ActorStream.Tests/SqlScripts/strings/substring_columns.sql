SELECT SUBSTRING(s, a, b), SUBSTR(s, a), SUBSTRING(s FROM a FOR b) FROM (VALUES ('hello', 1, 2), ('hello', 0, 2), ('hello', -2, 5), ('日本語😀x', 3, 2), ('hello', 3, -1), ('', 1, 1)) AS t(s, a, b);
