-- fail
SELECT 1 BETWEEN 'a' AND 'b';
