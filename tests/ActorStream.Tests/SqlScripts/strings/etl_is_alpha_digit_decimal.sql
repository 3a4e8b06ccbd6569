-- unordered
CREATE TEMPORARY VIEW v AS SELECT * FROM (VALUES (1, CAST('  Ünïcödé 😀 text  ' AS STRING), CAST('a=1;b=2;;c' AS STRING), CAST(NULL AS STRING), CAST('{"a":[1,{"b":"x y"},null],"n":null,"s":"q\"uo","d":1.50,"t":true,"e":{}}' AS STRING)), (2, '', ',', 'x', '[1,2,[3,4],{"k":[5]}]'), (3, CAST(NULL AS STRING), 'k=v=w&z', '', 'not json')) AS t (id, u, kv, n, j);
SELECT id, STARTSWITH(kv, 'a'), ENDSWITH(kv, ''), STARTSWITH(n, n), IS_ALPHA(n), IS_DIGIT(n),
    IS_DECIMAL(n), IS_DECIMAL('1e5'), IS_DECIMAL('-.5'), IS_DIGIT('٣'), IS_ALPHA('é') FROM v;
