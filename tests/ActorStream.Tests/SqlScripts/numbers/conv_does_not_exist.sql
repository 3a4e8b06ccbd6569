-- fail
SELECT CONV('100', 2, 10);
