SELECT ARRAY[10, 20, 30][1], ARRAY[10, 20, 30][3], MAP['a', 1, 'b', 2]['b'], MAP['a', 1]['z'], CARDINALITY(MAP['a', 1, 'b', 2]), CARDINALITY(ARRAY[1, 2]), ELEMENT(ARRAY[7]);
