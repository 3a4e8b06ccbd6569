SELECT a[4], a[i] FROM (VALUES (ARRAY[10, 20, 30], 5)) AS t(a, i);
