SELECT LPAD('hi', 5, 'xy'), LPAD('hi', 1, 'x'), LPAD('hi', 0, 'x'), RPAD('hi', 5, 'xy'), RPAD('hi', 1, 'x'), RPAD('日本', 4, '語'), LPAD('hi', 3, 'xyz');
