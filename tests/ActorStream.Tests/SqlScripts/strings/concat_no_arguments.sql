-- fail
SELECT CONCAT();
