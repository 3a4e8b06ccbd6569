-- fail
SELECT 7 DIV 2;
