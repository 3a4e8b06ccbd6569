SELECT REGEXP('abc', 'b'), REGEXP('abc', '^b'), REGEXP('abc', ''), REGEXP('', 'a'), s REGEXP_LIKE FROM (VALUES ('x')) AS t(s);
