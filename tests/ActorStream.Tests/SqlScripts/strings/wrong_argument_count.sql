-- fail
SELECT REPLACE('a', 'b');
