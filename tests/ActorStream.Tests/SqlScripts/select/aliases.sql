-- fail
SELECT 1 AS a, 2 b, 3 AS `select`, 4 AS "quoted";
