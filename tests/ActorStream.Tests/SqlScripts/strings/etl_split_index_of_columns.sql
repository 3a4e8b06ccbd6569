-- unordered
CREATE TEMPORARY VIEW v AS SELECT * FROM (VALUES (1, CAST('  Ünïcödé 😀 text  ' AS STRING), CAST('a=1;b=2;;c' AS STRING), CAST(NULL AS STRING), CAST('{"a":[1,{"b":"x y"},null],"n":null,"s":"q\"uo","d":1.50,"t":true,"e":{}}' AS STRING)), (2, '', ',', 'x', '[1,2,[3,4],{"k":[5]}]'), (3, CAST(NULL AS STRING), 'k=v=w&z', '', 'not json')) AS t (id, u, kv, n, j);
SELECT id, SPLIT_INDEX(kv, ';', 0), SPLIT_INDEX(kv, ';', 2), SPLIT_INDEX(kv, ';', 3),
    SPLIT_INDEX(kv, ';', 4), SPLIT_INDEX(kv, ';', -1), SPLIT_INDEX(kv, 61, 1) FROM v;
SELECT SPLIT_INDEX('a||b', '||', 1), SPLIT_INDEX('a||b', '|', 1), SPLIT_INDEX('', ',', 0),
    SPLIT_INDEX('a', '', 0), SPLIT_INDEX('abc', '', 1), SPLIT_INDEX('a,b', ',', 1);
