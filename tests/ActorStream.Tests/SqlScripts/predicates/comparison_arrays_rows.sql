SELECT ARRAY[1, 2] = ARRAY[1, 2], ROW(1, 'a') = ROW(1, 'a'), ARRAY[1, 2] = ARRAY[2, 1], MAP['a', 1] = MAP['a', 1], ROW(1, 2) <> ROW(1, 3);
