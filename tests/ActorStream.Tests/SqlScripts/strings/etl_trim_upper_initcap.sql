-- unordered
CREATE TEMPORARY VIEW v AS SELECT * FROM (VALUES (1, CAST('  Ünïcödé 😀 text  ' AS STRING), CAST('a=1;b=2;;c' AS STRING), CAST(NULL AS STRING), CAST('{"a":[1,{"b":"x y"},null],"n":null,"s":"q\"uo","d":1.50,"t":true,"e":{}}' AS STRING)), (2, '', ',', 'x', '[1,2,[3,4],{"k":[5]}]'), (3, CAST(NULL AS STRING), 'k=v=w&z', '', 'not json')) AS t (id, u, kv, n, j);
SELECT id, TRIM(u), TRIM(LEADING FROM u), TRIM(TRAILING 't ' FROM u), CHAR_LENGTH(u), REVERSE(u), UPPER(u), INITCAP(u) FROM v;
SELECT TRIM(BOTH 'xy' FROM 'xyabcyx'), TRIM('' FROM 'abc'), LTRIM('  a '), LTRIM('xxa', 'x'),
    RTRIM('abab', 'ba'), BTRIM('  a '), TRIM(BOTH FROM CHR(9) || 'a' || CHR(9)), CHAR_LENGTH(TRIM(CHR(160) || 'a'));
SELECT INITCAP('hELLO wORLD-foo_bar 3abc o''neil'), INITCAP('élan vital'), UPPER('straße'), LOWER('İSTANBUL'), UPPER('ǆ'), LOWER('ΟΔΟΣ');
