-- fail
SELECT 'a' || 1;
