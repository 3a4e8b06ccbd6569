-- fail
SELECT 7.5e0 % 2;
