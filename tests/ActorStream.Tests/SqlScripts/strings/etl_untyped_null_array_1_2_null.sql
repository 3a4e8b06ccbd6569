-- fail
SELECT ARRAY[1, 2][NULL];
