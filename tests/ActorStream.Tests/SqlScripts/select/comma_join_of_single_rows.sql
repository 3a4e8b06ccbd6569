SELECT a, b FROM (VALUES (1)) AS t(a) CROSS JOIN (VALUES ('x')) AS u(b);
