-- fail
SELECT 'a' LIKE 'a!b' ESCAPE '!';
