-- fail
SELECT 'abc' LIKE 'a!bc' ESCAPE '!';
