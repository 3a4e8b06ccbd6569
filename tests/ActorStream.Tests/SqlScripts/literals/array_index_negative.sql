-- fail
SELECT a[i] FROM (VALUES (ARRAY[10, 20, 30], -1)) AS t(a, i);
