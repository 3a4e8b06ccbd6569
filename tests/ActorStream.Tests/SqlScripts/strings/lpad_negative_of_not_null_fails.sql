-- fail
SELECT LPAD('hi', -1, 'x');
