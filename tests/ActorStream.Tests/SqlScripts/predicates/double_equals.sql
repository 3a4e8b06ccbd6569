-- fail
SELECT 1 == 1;
