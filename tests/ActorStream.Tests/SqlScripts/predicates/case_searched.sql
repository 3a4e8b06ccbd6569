SELECT CASE WHEN x > 2 THEN 'big' WHEN x > 1 THEN 'mid' ELSE 'small' END, CASE WHEN x > 2 THEN 'x' END, CASE WHEN NULLIF(x, x) = 1 THEN 'never' ELSE 'else' END FROM (VALUES (1), (2), (3)) AS t(x);
