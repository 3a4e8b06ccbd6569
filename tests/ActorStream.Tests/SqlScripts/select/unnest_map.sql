SELECT x, k, v FROM (VALUES (1, MAP['a', 10])) AS t(x, m) CROSS JOIN UNNEST(m) AS u(k, v);
