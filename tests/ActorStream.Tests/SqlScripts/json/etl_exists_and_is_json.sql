-- unordered
CREATE TEMPORARY VIEW v AS SELECT * FROM (VALUES (1, CAST('  Ünïcödé 😀 text  ' AS STRING), CAST('a=1;b=2;;c' AS STRING), CAST(NULL AS STRING), CAST('{"a":[1,{"b":"x y"},null],"n":null,"s":"q\"uo","d":1.50,"t":true,"e":{}}' AS STRING)), (2, '', ',', 'x', '[1,2,[3,4],{"k":[5]}]'), (3, CAST(NULL AS STRING), 'k=v=w&z', '', 'not json')) AS t (id, u, kv, n, j);
SELECT id, JSON_EXISTS(j, '$.a'), JSON_EXISTS(j, '$.n'), JSON_EXISTS(j, 'strict $.zz' FALSE ON ERROR),
    JSON_EXISTS(j, 'strict $.zz' UNKNOWN ON ERROR), JSON_EXISTS(j, '$[3].k'), j IS JSON,
    j IS JSON OBJECT, j IS JSON ARRAY, j IS JSON SCALAR, j IS NOT JSON VALUE FROM v;
SELECT id, JSON_QUOTE(u), JSON_QUOTE(j), JSON_UNQUOTE(j), JSON_UNQUOTE(JSON_QUOTE(u)),
    JSON_STRING(u), JSON_STRING(id), JSON_STRING(kv) FROM v;
