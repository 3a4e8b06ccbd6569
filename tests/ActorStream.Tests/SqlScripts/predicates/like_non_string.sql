-- fail
SELECT 123 LIKE '1%';
