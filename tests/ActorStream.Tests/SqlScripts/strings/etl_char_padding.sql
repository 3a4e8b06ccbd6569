-- unordered
CREATE TEMPORARY VIEW v AS SELECT * FROM (VALUES (1, CAST('  Ünïcödé 😀 text  ' AS STRING), CAST('a=1;b=2;;c' AS STRING), CAST(NULL AS STRING), CAST('{"a":[1,{"b":"x y"},null],"n":null,"s":"q\"uo","d":1.50,"t":true,"e":{}}' AS STRING)), (2, '', ',', 'x', '[1,2,[3,4],{"k":[5]}]'), (3, CAST(NULL AS STRING), 'k=v=w&z', '', 'not json')) AS t (id, u, kv, n, j);
SELECT CAST('ab' AS CHAR(5)) || '|', CAST('abcdef' AS CHAR(3)), CAST('abcdef' AS VARCHAR(3)),
    CHAR_LENGTH(CAST('ab' AS CHAR(5))), CAST('ab' AS CHAR(4)) = 'ab', 'ab ' = 'ab';
SELECT CASE WHEN TRUE THEN 'a' ELSE 'abc' END || '|', COALESCE('a', 'abc') || '|',
    IF(TRUE, 'a', 'abc') || '|', GREATEST('a', 'abc'), LEAST('a', 'A', '');
SELECT x || '|', CHAR_LENGTH(x) FROM (VALUES ('a'), ('abc'), ('')) AS t (x);
SELECT x || '|', CHAR_LENGTH(x) FROM (SELECT 'a' AS x UNION ALL SELECT 'abcd') t;
