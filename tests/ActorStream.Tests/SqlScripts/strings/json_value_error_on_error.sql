-- fail
SELECT JSON_VALUE('x{', 'strict $.b' ERROR ON ERROR);
