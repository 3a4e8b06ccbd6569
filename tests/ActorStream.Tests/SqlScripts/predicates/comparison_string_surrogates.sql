SELECT a < b, a > b FROM (VALUES ('😀', 'ｚ'), ('abc', 'abd')) AS t(a, b);
