-- unordered
SELECT JSON_QUERY('{"a":["x",1,null,{"b":2},[3]]}', '$.a' RETURNING ARRAY<STRING>),
    JSON_QUERY('{"a":[1.50,2e1,true]}', '$.a'), JSON_QUERY('{ "a" : { "z":1, "b" : [ ] } }', '$.a'),
    JSON_QUERY('{"a":{"b":1}}', '$.a' WITH WRAPPER), JSON_QUERY('{"a":[1]}', '$.a' WITH CONDITIONAL ARRAY WRAPPER),
    JSON_QUERY('{"a":[1]}', '$.a' WITH UNCONDITIONAL ARRAY WRAPPER), JSON_QUERY('{"a":1}', '$.a' WITHOUT ARRAY WRAPPER EMPTY OBJECT ON ERROR);
