-- fail
SELECT REGEXP_REPLACE('foobar', 'oo|ar', ''), REGEXP_REPLACE('abc123', '[0-9]', '#'), REGEXP_REPLACE('john smith', '(\w+) (\w+)', '$2 $1'), REGEXP_REPLACE('a.b', '\.', '-'), REGEXP_REPLACE('abc', 'x', 'y'), REGEXP_REPLACE('abc', '', '-'), REGEXP_REPLACE('abc', '(', '-');
