-- unordered
CREATE TEMPORARY VIEW v AS SELECT * FROM (VALUES (1, CAST('  Ünïcödé 😀 text  ' AS STRING), CAST('a=1;b=2;;c' AS STRING), CAST(NULL AS STRING), CAST('{"a":[1,{"b":"x y"},null],"n":null,"s":"q\"uo","d":1.50,"t":true,"e":{}}' AS STRING)), (2, '', ',', 'x', '[1,2,[3,4],{"k":[5]}]'), (3, CAST(NULL AS STRING), 'k=v=w&z', '', 'not json')) AS t (id, u, kv, n, j);
SELECT 'abc' SIMILAR TO '(a|b)%', 'abc' SIMILAR TO 'a_c', 'a.c' SIMILAR TO 'a.c',
    'abc' SIMILAR TO 'a.c', 'aaa' SIMILAR TO 'a{2,3}', 'a1' SIMILAR TO '[a-z][[:DIGIT:]]',
    'b' SIMILAR TO '[^a]', 'a%' SIMILAR TO 'a!%' ESCAPE '!';
SELECT 'abc' SIMILAR TO '%(b|d)%', 'foo' SIMILAR TO 'fo+', 'foo' SIMILAR TO 'f(o)*', 'foo' SIMILAR TO '[[:alpha:]]+', 'f' SIMILAR TO 'f?';
