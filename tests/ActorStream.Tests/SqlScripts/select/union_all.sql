-- unordered
SELECT 1 AS x, 'a' AS y UNION ALL SELECT 2, 'bcd' UNION ALL SELECT 3, '';
