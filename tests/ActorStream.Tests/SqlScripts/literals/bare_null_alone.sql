-- fail
SELECT NULL;
