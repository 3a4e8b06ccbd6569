-- fail
SELECT '1' = 1, '1.0' = 1, '10' > 9, s = 5, s < 6 FROM (VALUES ('5')) AS t(s);
