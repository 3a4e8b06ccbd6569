SELECT MAP['a', 1]['z'], ARRAY[10, 20, 30][5], ARRAY[CAST(1 AS BIGINT)][2], MAP['a', 1e0]['z'], MAP['a', TRUE]['z'], MAP['a', DATE '2024-01-01']['z'], MAP['a', 1.5]['z'];
