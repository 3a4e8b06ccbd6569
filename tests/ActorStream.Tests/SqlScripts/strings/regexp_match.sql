SELECT REGEXP('abc', 'b'), REGEXP('abc', '^b'), REGEXP('abc', '^abc$'), REGEXP(s, '[0-9]+') FROM (VALUES ('x1'), ('x'), ('')) AS t(s);
