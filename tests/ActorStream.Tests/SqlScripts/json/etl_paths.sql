-- unordered
SELECT JSON_QUERY('{"a":[{"b":1},{"b":2},{"c":3}]}', '$.a[*].b'), JSON_QUERY('{"a":[{"b":1},{"b":2},{"c":3}]}', '$.a[?(@.b > 1)]'),
    JSON_QUERY('{"a":[1,2,3]}', '$.a[-1:]'), JSON_QUERY('{"a":[1,2,3]}', '$.a[0,2]'),
    JSON_VALUE('{"a":[1,2,3]}', '$.a[-1]'), JSON_VALUE('{"a":[1,2,3]}', '$.a.length()');
SELECT JSON_VALUE('{"a b":1}', '$[''a b'']'), JSON_VALUE('{"a.b":1}', '$.a.b'), JSON_VALUE('{"a.b":1}', '$[''a.b'']'),
    JSON_VALUE('{"a":1,"a":2}', '$.a'), JSON_VALUE('{"a":1e3}', '$.a'), JSON_VALUE('{"a":1.10}', '$.a'),
    JSON_VALUE('{"a":12345678901234567890}', '$.a'), JSON_VALUE('{"é":"ü"}', '$.é'),
    JSON_VALUE('{"a":"\u00e9\ud83d\ude00"}', '$.a'), JSON_VALUE('"str"', '$'), JSON_VALUE('5', '$'),
    JSON_VALUE('{"$":1}', '$.$');
