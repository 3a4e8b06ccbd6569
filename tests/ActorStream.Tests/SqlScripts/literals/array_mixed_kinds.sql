-- fail
SELECT ARRAY[1, 'a'];
