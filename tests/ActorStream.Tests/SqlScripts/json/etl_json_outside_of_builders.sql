-- fail
SELECT JSON('{"a":1}');
