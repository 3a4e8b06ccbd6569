-- fail
SELECT 1e0 / 0e0;
