-- unordered
CREATE TEMPORARY VIEW v AS SELECT * FROM (VALUES (1, CAST('  Ünïcödé 😀 text  ' AS STRING), CAST('a=1;b=2;;c' AS STRING), CAST(NULL AS STRING), CAST('{"a":[1,{"b":"x y"},null],"n":null,"s":"q\"uo","d":1.50,"t":true,"e":{}}' AS STRING)), (2, '', ',', 'x', '[1,2,[3,4],{"k":[5]}]'), (3, CAST(NULL AS STRING), 'k=v=w&z', '', 'not json')) AS t (id, u, kv, n, j);
SELECT id, LOCATE('=', kv), LOCATE('=', kv, 3), POSITION('=' IN kv), INSTR(kv, '='),
    INSTR(kv, '=', -1), INSTR(kv, '=', 1, 2), INSTR(u, '😀'), LOCATE('t', u) FROM v;
SELECT id, OVERLAY(kv PLACING '***' FROM 2 FOR 1), OVERLAY(kv PLACING 'ZZ' FROM 100),
    OVERLAY(kv PLACING 'ZZ' FROM -1 FOR 2), OVERLAY(u PLACING '' FROM 1 FOR 3) FROM v;
