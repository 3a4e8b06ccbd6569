-- fail
SELECT CASE WHEN x = 1 THEN x ELSE s END FROM (VALUES (1, 'a'), (2, 'b')) AS t(x, s);
