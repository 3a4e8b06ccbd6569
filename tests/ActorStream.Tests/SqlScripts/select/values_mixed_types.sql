-- fail
-- unordered
SELECT * FROM (VALUES (1, 'a'), (2.5, 'bcd'), (3e0, '')) AS t(x, y);
