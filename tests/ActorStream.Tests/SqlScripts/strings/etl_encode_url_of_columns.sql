-- unordered
CREATE TEMPORARY VIEW v AS SELECT * FROM (VALUES (1, CAST('  Ünïcödé 😀 text  ' AS STRING), CAST('a=1;b=2;;c' AS STRING), CAST(NULL AS STRING), CAST('{"a":[1,{"b":"x y"},null],"n":null,"s":"q\"uo","d":1.50,"t":true,"e":{}}' AS STRING)), (2, '', ',', 'x', '[1,2,[3,4],{"k":[5]}]'), (3, CAST(NULL AS STRING), 'k=v=w&z', '', 'not json')) AS t (id, u, kv, n, j);
SELECT id, ENCODE(u, 'UTF-16'), DECODE(ENCODE(u, 'UTF-16LE'), 'UTF-16LE'), DECODE(ENCODE(u, 'US-ASCII'), 'UTF-8'),
    ENCODE(u, 'ISO-8859-1') FROM v;
SELECT id, URL_ENCODE(u), URL_DECODE(URL_ENCODE(u)), URL_DECODE('a%2'), URL_DECODE('a+b%20c'), URL_DECODE('%zz') FROM v;
