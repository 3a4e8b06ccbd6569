-- fail
SELECT TRUE = 1;
