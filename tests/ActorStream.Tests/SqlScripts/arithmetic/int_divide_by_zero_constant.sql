-- fail
SELECT 1 / 0;
