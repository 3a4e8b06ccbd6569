-- unordered
SELECT x, TYPEOF(x), CHAR_LENGTH(x) FROM (SELECT 'a' AS x UNION ALL SELECT 'bcd') AS t;
