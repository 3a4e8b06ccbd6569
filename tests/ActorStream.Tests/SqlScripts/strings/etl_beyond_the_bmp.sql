-- unordered
CREATE TEMPORARY VIEW v AS SELECT * FROM (VALUES (1, CAST('  Ünïcödé 😀 text  ' AS STRING), CAST('a=1;b=2;;c' AS STRING), CAST(NULL AS STRING), CAST('{"a":[1,{"b":"x y"},null],"n":null,"s":"q\"uo","d":1.50,"t":true,"e":{}}' AS STRING)), (2, '', ',', 'x', '[1,2,[3,4],{"k":[5]}]'), (3, CAST(NULL AS STRING), 'k=v=w&z', '', 'not json')) AS t (id, u, kv, n, j);
SELECT REVERSE('a😀b'), CHAR_LENGTH('a😀b'), LEFT('a😀b', 2), RIGHT('😀b', 2), ASCII('😀'),
    ASCII('é'), LPAD('😀', 3, 'ab'), OVERLAY('a😀b' PLACING 'x' FROM 2 FOR 1), TRANSLATE('a😀b', '😀', 'z'),
    INSTR('😀b', 'b'), POSITION('b' IN '😀b');
