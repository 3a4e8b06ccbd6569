-- unordered
CREATE TEMPORARY VIEW v AS SELECT * FROM (VALUES (1, CAST('  Ünïcödé 😀 text  ' AS STRING), CAST('a=1;b=2;;c' AS STRING), CAST(NULL AS STRING), CAST('{"a":[1,{"b":"x y"},null],"n":null,"s":"q\"uo","d":1.50,"t":true,"e":{}}' AS STRING)), (2, '', ',', 'x', '[1,2,[3,4],{"k":[5]}]'), (3, CAST(NULL AS STRING), 'k=v=w&z', '', 'not json')) AS t (id, u, kv, n, j);
SELECT 'abc' LIKE 'a_c', 'a%c' LIKE 'a!%c' ESCAPE '!', 'a_c' LIKE 'a\_c' ESCAPE '\',
    'abc' LIKE 'a\_c' ESCAPE '\', 'a\c' LIKE 'a\c', 'A' LIKE 'a', '😀' LIKE '_', '😀' LIKE '__',
    'a' || CHR(10) || 'b' LIKE 'a%b';
SELECT id, n LIKE '%', n LIKE '', u LIKE '%😀%', kv LIKE '%=_;%', kv NOT LIKE 'a%', u LIKE n FROM v;
SELECT id, kv LIKE n || '%', kv LIKE '%' || n, 'x' LIKE n, kv SIMILAR TO 'a%' , kv SIMILAR TO n || '.*' FROM v;
