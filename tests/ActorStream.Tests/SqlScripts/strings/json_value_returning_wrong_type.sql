-- fail
SELECT JSON_VALUE('{"a": "y"}', '$.a' RETURNING INT);
