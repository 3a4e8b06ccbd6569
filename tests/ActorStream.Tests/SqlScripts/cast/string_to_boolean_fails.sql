-- fail
SELECT CAST('maybe' AS BOOLEAN);
