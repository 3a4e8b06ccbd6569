-- unordered
CREATE TEMPORARY VIEW v AS SELECT * FROM (VALUES (1, CAST('  Ünïcödé 😀 text  ' AS STRING), CAST('a=1;b=2;;c' AS STRING), CAST(NULL AS STRING), CAST('{"a":[1,{"b":"x y"},null],"n":null,"s":"q\"uo","d":1.50,"t":true,"e":{}}' AS STRING)), (2, '', ',', 'x', '[1,2,[3,4],{"k":[5]}]'), (3, CAST(NULL AS STRING), 'k=v=w&z', '', 'not json')) AS t (id, u, kv, n, j);
SELECT id, CONCAT(u, n), CONCAT_WS('-', u, n, kv), CONCAT_WS(n, 'a', 'b'), u || n,
    REPEAT(n, 3), REPEAT(kv, -1), ELT(id, u, kv), ELT(id, 'a', 'b') FROM v;
SELECT REPEAT('ab', 3), REPEAT('', 5), REPEAT('a', 0), REPEAT(CAST(NULL AS STRING), 2), REPEAT('x', CAST(NULL AS INT));
