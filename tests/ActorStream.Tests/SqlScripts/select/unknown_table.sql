-- fail
SELECT 1;
SELECT * FROM missing;
