-- unordered
CREATE TEMPORARY VIEW v AS SELECT * FROM (VALUES (1, CAST('  Ünïcödé 😀 text  ' AS STRING), CAST('a=1;b=2;;c' AS STRING), CAST(NULL AS STRING), CAST('{"a":[1,{"b":"x y"},null],"n":null,"s":"q\"uo","d":1.50,"t":true,"e":{}}' AS STRING)), (2, '', ',', 'x', '[1,2,[3,4],{"k":[5]}]'), (3, CAST(NULL AS STRING), 'k=v=w&z', '', 'not json')) AS t (id, u, kv, n, j);
SELECT id, TRANSLATE(kv, 'a=;', 'A:'), TRANSLATE3(kv, 'ab', 'ba'), REPLACE(kv, ';', ''),
    REPLACE(kv, '', '_'), ASCII(u), ASCII(n), CHR(id + 96), CHR(-1), CHR(300), BTRIM(u),
    BTRIM(kv, 'a;c') FROM v;
