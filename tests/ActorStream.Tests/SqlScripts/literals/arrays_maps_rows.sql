SELECT ARRAY[1, 2, 3], ARRAY['a', 'bcd'], MAP['k', 1, 'l', 2], ROW(1, 'x', TRUE), (1, 'y');
SELECT TYPEOF(ARRAY[1, 2, 3]), TYPEOF(ARRAY['a', 'bcd']), TYPEOF(MAP['k', 1, 'l', 2]), TYPEOF(ROW(1, 'x', TRUE));
