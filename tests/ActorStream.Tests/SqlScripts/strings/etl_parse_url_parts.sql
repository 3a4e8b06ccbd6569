-- unordered
CREATE TEMPORARY VIEW v AS SELECT * FROM (VALUES (1, CAST('  Ünïcödé 😀 text  ' AS STRING), CAST('a=1;b=2;;c' AS STRING), CAST(NULL AS STRING), CAST('{"a":[1,{"b":"x y"},null],"n":null,"s":"q\"uo","d":1.50,"t":true,"e":{}}' AS STRING)), (2, '', ',', 'x', '[1,2,[3,4],{"k":[5]}]'), (3, CAST(NULL AS STRING), 'k=v=w&z', '', 'not json')) AS t (id, u, kv, n, j);
SELECT PARSE_URL('https://user:pw@example.com:8080/a/b%20c/d.html?x=1&y=2&x=3#frag', 'HOST'),
    PARSE_URL('https://user:pw@example.com:8080/a/b%20c/d.html?x=1&y=2&x=3#frag', 'PATH');
SELECT PARSE_URL('https://user:pw@example.com:8080/a/b?x=1&y=2&x=3#frag', 'QUERY'),
    PARSE_URL('https://user:pw@example.com:8080/a/b?x=1&y=2&x=3#frag', 'QUERY', 'x'),
    PARSE_URL('https://user:pw@example.com:8080/a/b?x=1&y=2&x=3#frag', 'QUERY', 'z');
SELECT PARSE_URL('https://user:pw@example.com:8080/a/b?x=1#frag', 'REF'), PARSE_URL('https://user:pw@example.com:8080/a?x=1', 'AUTHORITY'),
    PARSE_URL('https://user:pw@example.com:8080/a', 'USERINFO'), PARSE_URL('https://user:pw@example.com:8080/a?q', 'FILE'),
    PARSE_URL('https://e.com', 'PROTOCOL');
SELECT PARSE_URL('not a url', 'HOST'), PARSE_URL('http://e.com', 'PATH'), PARSE_URL('http://e.com?a=b', 'PATH'),
    PARSE_URL('http://e.com/', 'QUERY'), PARSE_URL('http://e.com', 'host'), PARSE_URL('ftp://e.com/x', 'PROTOCOL'),
    PARSE_URL('mailto:a@b.c', 'PATH'), PARSE_URL('foo://bar/x','HOST');
SELECT PARSE_URL('http://[::1]:80/x', 'HOST'), PARSE_URL('http://e.com/a b', 'PATH'),
    PARSE_URL('http://e.com/?a=b=c&d', 'QUERY', 'a'), PARSE_URL('http://e.com/?a=b=c&d', 'QUERY', 'd'),
    PARSE_URL('http://e.com/?a.c=1', 'QUERY', 'a.c'), PARSE_URL('http://e.com/?a=1', 'HOST', 'a');
