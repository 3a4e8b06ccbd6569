-- fail
SELECT 'a' SIMILAR TO '[[:Alpha:]]';
