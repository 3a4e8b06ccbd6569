SET 'no.such.key' = 'x';
SELECT 1;
