-- fail
SELECT 1 IS TRUE;
