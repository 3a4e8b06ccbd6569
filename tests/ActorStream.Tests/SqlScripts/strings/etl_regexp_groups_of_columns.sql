-- unordered
CREATE TEMPORARY VIEW v AS SELECT * FROM (VALUES (1, CAST('  Ünïcödé 😀 text  ' AS STRING), CAST('a=1;b=2;;c' AS STRING), CAST(NULL AS STRING), CAST('{"a":[1,{"b":"x y"},null],"n":null,"s":"q\"uo","d":1.50,"t":true,"e":{}}' AS STRING)), (2, '', ',', 'x', '[1,2,[3,4],{"k":[5]}]'), (3, CAST(NULL AS STRING), 'k=v=w&z', '', 'not json')) AS t (id, u, kv, n, j);
SELECT id, REGEXP_EXTRACT(kv, '(\w)=(\w)', 2), REGEXP_EXTRACT(kv, '(\w)=(\w)'), REGEXP_EXTRACT(kv, '(\w)=(\w)', 5),
    REGEXP_EXTRACT_ALL(kv, '(\w)=(\w)', 1), REGEXP_EXTRACT_ALL(kv, '\w=\w', 0), REGEXP_COUNT(kv, '='),
    REGEXP_INSTR(kv, 'b='), REGEXP_SUBSTR(kv, '[a-c]=.') FROM v;
SELECT REGEXP_EXTRACT_ALL('a1b22', '[0-9]+'), REGEXP_EXTRACT_ALL('a1b22', '([a-z])([0-9]+)'),
    REGEXP_EXTRACT_ALL('a1b22', '([a-z])([0-9]+)', 2), REGEXP_EXTRACT_ALL('a1b22', '([a-z])([0-9]+)', 3),
    REGEXP_EXTRACT_ALL('xyz', '[0-9]+');
SELECT REGEXP_EXTRACT('order #12345 (shipped)', '#(\d+)\s+\((?<st>\w+)\)', 2), REGEXP_REPLACE('+1 (555) 123-4567', '[^0-9]', ''),
    REGEXP_EXTRACT('k1:v1,k2:v2', 'k2:([^,]*)', 1), REGEXP_REPLACE('2024/1/5', '^(\d{4})/(\d)/(\d)$', '$1-0$2-0$3');
