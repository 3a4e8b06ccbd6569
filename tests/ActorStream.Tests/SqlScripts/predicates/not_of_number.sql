-- fail
SELECT NOT 1;
