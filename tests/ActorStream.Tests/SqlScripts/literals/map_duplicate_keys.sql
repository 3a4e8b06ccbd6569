SELECT MAP['a', 1, 'a', 2], CARDINALITY(MAP['a', 1, 'a', 2]);
