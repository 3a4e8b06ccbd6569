-- unordered
CREATE TEMPORARY VIEW v AS SELECT * FROM (VALUES (1, CAST('  Ünïcödé 😀 text  ' AS STRING), CAST('a=1;b=2;;c' AS STRING), CAST(NULL AS STRING), CAST('{"a":[1,{"b":"x y"},null],"n":null,"s":"q\"uo","d":1.50,"t":true,"e":{}}' AS STRING)), (2, '', ',', 'x', '[1,2,[3,4],{"k":[5]}]'), (3, CAST(NULL AS STRING), 'k=v=w&z', '', 'not json')) AS t (id, u, kv, n, j);
SELECT PRINTF('%s-%d', 'a', 5), PRINTF('%05.2f|%x|%,d', 3.14159, 255, 1234567), PRINTF('%d', 'a'),
    PRINTF('%s', CAST(NULL AS STRING)), PRINTF(CAST(NULL AS STRING), 1), PRINTF('%%'),
    PRINTF('%s');
SELECT PRINTF('%.2f', CAST(1.005 AS DOUBLE)), PRINTF('%10s|%-10s|', 'ab', 'cd'), PRINTF('%b %c', TRUE, 'x'),
    PRINTF('%e', 12345.678e0), PRINTF('%2$s %1$s', 'a', 'b'), PRINTF('%s %s', DATE '2020-01-01', 1.50);
