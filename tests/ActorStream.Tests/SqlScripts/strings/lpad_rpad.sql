-- fail
SELECT LPAD('hi', 5, 'xy'), LPAD('hi', 1, 'x'), LPAD('hi', 0, 'x'), LPAD('hi', -1, 'x'), LPAD('hi', 5, ''), RPAD('hi', 5, 'xy'), RPAD('hi', 1, 'x'), RPAD('hi', -1, 'x'), RPAD('日本', 4, '語'), LPAD('hi', 2, '');
