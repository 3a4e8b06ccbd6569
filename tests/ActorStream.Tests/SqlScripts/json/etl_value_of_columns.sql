-- unordered
CREATE TEMPORARY VIEW v AS SELECT * FROM (VALUES (1, CAST('  Ünïcödé 😀 text  ' AS STRING), CAST('a=1;b=2;;c' AS STRING), CAST(NULL AS STRING), CAST('{"a":[1,{"b":"x y"},null],"n":null,"s":"q\"uo","d":1.50,"t":true,"e":{}}' AS STRING)), (2, '', ',', 'x', '[1,2,[3,4],{"k":[5]}]'), (3, CAST(NULL AS STRING), 'k=v=w&z', '', 'not json')) AS t (id, u, kv, n, j);
SELECT id, JSON_VALUE(j, '$.a[1].b'), JSON_VALUE(j, '$.a[0]' RETURNING INT), JSON_VALUE(j, '$.d' RETURNING DOUBLE),
    JSON_VALUE(j, '$.t' RETURNING BOOLEAN), JSON_VALUE(j, '$.n'), JSON_VALUE(j, '$.e') FROM v;
SELECT id, JSON_VALUE(j, 'lax $.zz' DEFAULT 'dflt' ON EMPTY), JSON_VALUE(j, 'lax $.e' DEFAULT 'err' ON ERROR),
    JSON_VALUE(j, 'strict $.zz' NULL ON EMPTY DEFAULT 'E' ON ERROR), JSON_VALUE(j, '$.s') FROM v;
