SELECT a[1], a[2], m['k'], CARDINALITY(a), a, m FROM (SELECT ARRAY[x, x + 1] AS a, MAP['k', y] AS m FROM (VALUES (1, 'p'), (2, 'q')) AS t(x, y)) AS s;
