-- fail
SELECT CONCAT('a', 1);
