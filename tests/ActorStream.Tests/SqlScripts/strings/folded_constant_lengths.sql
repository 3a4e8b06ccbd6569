-- unordered
SELECT UPPER('ß'), s || UPPER('ß'), UPPER('ß') = s, CONCAT(s, UPPER('ß')), CHAR_LENGTH(UPPER('ß')), s = UPPER('ß'), s LIKE UPPER('ß'), SUBSTRING(UPPER('ß'), CHAR_LENGTH(s)), COALESCE(s, UPPER('ß')), CASE WHEN s = 'SS' THEN UPPER('ß') ELSE 'a' END FROM (VALUES ('SS'),('S')) AS t(s);
SELECT CASE WHEN s = 'SS' THEN UPPER('ß') ELSE 'abc' END, COALESCE(NULLIF(s, 'SS'), UPPER('ß')), UPPER('ß') || s || UPPER('ß'), CONCAT_WS(s, UPPER('ß'), UPPER('ß')), REPLACE(UPPER('ß'), 'S', s), IF(s='SS', UPPER('ß'), s), s IN (UPPER('ß'), 'x') FROM (VALUES ('SS'),('S')) AS t(s);
SELECT v, CHAR_LENGTH(v), v || 'x' FROM (VALUES (UPPER('ß')), ('abc')) AS t(v);
SELECT UPPER('ß') UNION ALL SELECT UPPER('ßab') || 'c';
SELECT ARRAY[UPPER('ß')], MAP['a', UPPER('ß')], ROW(UPPER('ß')), UPPER(CAST('ß' AS VARCHAR(1))), UPPER(CAST('ß' AS VARCHAR(2))), LOWER('İİ'), 'x' || UPPER('ß');
SELECT w = UPPER('ß'), CASE v WHEN UPPER('ß') THEN 1 ELSE 2 END, v <> UPPER('ß') FROM (VALUES ('S', 'SSS'), ('a', 'SS')) AS t(v, w);
