-- fail
SELECT 'a' AND 'b';
