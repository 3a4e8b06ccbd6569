-- fail
SELECT JSON_VALUE('{"a": 1}', 'lax $.b' NULL ON EMPTY), JSON_VALUE('{"a": 1}', 'lax $.b' DEFAULT 'd' ON EMPTY), JSON_VALUE('{"a": 1}', 'strict $.b' DEFAULT 'e' ON ERROR), JSON_VALUE('x{', '$.a' DEFAULT 'bad' ON ERROR), JSON_VALUE('{"a": "y"}', '$.a' RETURNING INT DEFAULT -1 ON ERROR);
