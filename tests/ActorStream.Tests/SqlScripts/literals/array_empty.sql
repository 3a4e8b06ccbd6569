-- fail
SELECT ARRAY[];
