-- unordered
CREATE TEMPORARY VIEW v AS SELECT * FROM (VALUES (1, CAST('  Ünïcödé 😀 text  ' AS STRING), CAST('a=1;b=2;;c' AS STRING), CAST(NULL AS STRING), CAST('{"a":[1,{"b":"x y"},null],"n":null,"s":"q\"uo","d":1.50,"t":true,"e":{}}' AS STRING)), (2, '', ',', 'x', '[1,2,[3,4],{"k":[5]}]'), (3, CAST(NULL AS STRING), 'k=v=w&z', '', 'not json')) AS t (id, u, kv, n, j);
SELECT id, JSON_QUERY(j, '$.a'), JSON_QUERY(j, '$.a[*]' WITH WRAPPER), JSON_QUERY(j, '$.a[0]'),
    JSON_QUERY(j, '$.a[0]' WITH WRAPPER), JSON_QUERY(j, '$.e' WITH CONDITIONAL WRAPPER),
    JSON_QUERY(j, '$.s' WITH CONDITIONAL WRAPPER) FROM v;
SELECT id, JSON_QUERY(j, '$.zz' EMPTY ARRAY ON EMPTY), JSON_QUERY(j, '$.zz' EMPTY OBJECT ON EMPTY),
    JSON_QUERY(j, 'strict $.zz' EMPTY ARRAY ON ERROR), JSON_QUERY(j, '$..b'), JSON_QUERY(j, '$..b' WITH WRAPPER) FROM v;
SELECT id, JSON_QUERY(j, '$.a' RETURNING ARRAY<STRING>), JSON_QUERY(j, '$[2]' RETURNING ARRAY<STRING>),
    JSON_QUERY(j, '$' RETURNING ARRAY<STRING>) FROM v;
