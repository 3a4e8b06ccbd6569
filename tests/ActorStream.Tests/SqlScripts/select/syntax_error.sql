-- fail
SELECT 1;
SELEC 2;
