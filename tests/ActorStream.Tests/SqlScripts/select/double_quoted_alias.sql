-- fail
SELECT 4 AS "quoted";
