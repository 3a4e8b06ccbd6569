-- fail
SELECT IF(1, 2, 3);
