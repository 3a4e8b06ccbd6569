-- fail
SELECT ARRAY[10, 20, 30][0];
