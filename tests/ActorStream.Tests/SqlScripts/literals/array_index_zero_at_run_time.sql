-- fail
SELECT a[i] FROM (VALUES (ARRAY[10, 20, 30], 0)) AS t(a, i);
