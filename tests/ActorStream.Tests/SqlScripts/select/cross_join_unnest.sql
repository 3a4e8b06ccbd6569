SELECT x, e FROM (VALUES (1, ARRAY['a', 'b']), (2, ARRAY['c'])) AS t(x, arr) CROSS JOIN UNNEST(arr) AS u(e);
