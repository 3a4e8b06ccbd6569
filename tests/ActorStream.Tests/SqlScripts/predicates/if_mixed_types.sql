-- fail
SELECT IF(TRUE, 1, 'a');
