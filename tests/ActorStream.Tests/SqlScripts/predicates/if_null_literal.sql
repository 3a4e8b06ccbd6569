-- fail
SELECT IF(TRUE, NULL, 1);
