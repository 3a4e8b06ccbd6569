SELECT 1 AS a, 2 AS a, 1, 1;
