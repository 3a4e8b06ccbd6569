-- unordered
SELECT JSON_VALUE('{"a":null}', '$.a' DEFAULT 'x' ON EMPTY), JSON_VALUE('{"a":null}', 'lax $.a' DEFAULT 'x' ON EMPTY),
    JSON_VALUE('{"a":null}', 'lax $.a' DEFAULT 5 ON EMPTY DEFAULT 6 ON ERROR), JSON_VALUE('{"a":[1]}', 'lax $.a' DEFAULT 'e' ON EMPTY DEFAULT 'r' ON ERROR),
    JSON_VALUE('{"a":[1]}', 'strict $.a' DEFAULT 'e' ON EMPTY DEFAULT 'r' ON ERROR);
