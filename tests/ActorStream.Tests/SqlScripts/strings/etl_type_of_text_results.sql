-- unordered
CREATE TEMPORARY VIEW v AS SELECT * FROM (VALUES (1, CAST('  Ünïcödé 😀 text  ' AS STRING), CAST('a=1;b=2;;c' AS STRING), CAST(NULL AS STRING), CAST('{"a":[1,{"b":"x y"},null],"n":null,"s":"q\"uo","d":1.50,"t":true,"e":{}}' AS STRING)), (2, '', ',', 'x', '[1,2,[3,4],{"k":[5]}]'), (3, CAST(NULL AS STRING), 'k=v=w&z', '', 'not json')) AS t (id, u, kv, n, j);
SELECT TYPEOF(CAST('ab' AS CHAR(5)) || 'x'), TYPEOF('ab' || CAST('x' AS VARCHAR(3))),
    TYPEOF(UPPER('ab')), TYPEOF(SUBSTRING('ab', 1)), TYPEOF(TRIM('ab')), TYPEOF(CONCAT('a','b')),
    TYPEOF(REPLACE('a','b','c')), TYPEOF(LPAD('a', 3, 'b'));
SELECT TYPEOF(CASE WHEN TRUE THEN 'a' ELSE 'abc' END), TYPEOF(CASE WHEN TRUE THEN CAST('a' AS VARCHAR(2)) ELSE 'abc' END),
    TYPEOF(COALESCE('a', 'abc')), TYPEOF(IF(TRUE, 'a', 'abc')), TYPEOF(IFNULL('a','abc')),
    TYPEOF(NULLIF('a','b')), TYPEOF(GREATEST('a','abc'));
SELECT TYPEOF(REGEXP_EXTRACT('a','b')), TYPEOF(REGEXP_EXTRACT_ALL('a','b')), TYPEOF(SPLIT('a','b')),
    TYPEOF(STR_TO_MAP('a')), TYPEOF(SPLIT_INDEX('a','b',0)), TYPEOF(JSON_VALUE('a','$.b')),
    TYPEOF(JSON_QUERY('a','$.b')), TYPEOF(PARSE_URL('a','HOST')), TYPEOF(ASCII('a')),
    TYPEOF(REGEXP_COUNT('a','b'));
