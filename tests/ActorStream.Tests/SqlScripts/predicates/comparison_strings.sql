SELECT 'a' < 'b', 'a' = 'A', 'abc' > 'ab', '' < 'a', 'a' = 'a ', 'Z' < 'a', 'ä' > 'z', '10' < '9', s = 'x', s || ' ' = 'x ' FROM (VALUES ('x')) AS t(s);
