SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t(x, y);
SELECT t.* FROM (VALUES (1, 'a')) AS t(x, y);
SELECT t.*, x + 1, t.y FROM (VALUES (1, 'a')) AS t(x, y);
SELECT *, * FROM (VALUES (1)) AS t(x);
