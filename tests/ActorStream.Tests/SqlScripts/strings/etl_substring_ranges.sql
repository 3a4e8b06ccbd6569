-- unordered
CREATE TEMPORARY VIEW v AS SELECT * FROM (VALUES (1, CAST('  Ünïcödé 😀 text  ' AS STRING), CAST('a=1;b=2;;c' AS STRING), CAST(NULL AS STRING), CAST('{"a":[1,{"b":"x y"},null],"n":null,"s":"q\"uo","d":1.50,"t":true,"e":{}}' AS STRING)), (2, '', ',', 'x', '[1,2,[3,4],{"k":[5]}]'), (3, CAST(NULL AS STRING), 'k=v=w&z', '', 'not json')) AS t (id, u, kv, n, j);
SELECT id, SUBSTRING(u FROM 3 FOR 9), SUBSTRING(u FROM -5), SUBSTR(u, 0, 4), SUBSTRING(u, -30, 3),
    SUBSTRING(u, 100), LEFT(u, 12), RIGHT(u, 9) FROM v;
SELECT id, SUBSTRING(u, 11, 1), SUBSTRING(u, 12, 1), CHAR_LENGTH(SUBSTRING(u, 11, 1)), LPAD(u, 20, '😀'), RPAD(u, 24, '😀x') FROM v;
SELECT LEFT('abc', -1), RIGHT('abc', 0), SUBSTRING('abc', 2, -1), SUBSTRING('abc' FROM 0),
    SUBSTRING('abc', 2147483647), SUBSTRING('abc', -2147483648), SUBSTRING('abc', 1, 2147483647),
    SUBSTRING('abc', 2, 0);
