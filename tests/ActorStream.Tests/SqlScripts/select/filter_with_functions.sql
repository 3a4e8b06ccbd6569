SELECT s FROM (VALUES ('apple'), ('banana'), ('cherry')) AS t(s) WHERE CHAR_LENGTH(s) > 5 AND s LIKE '%a%' OR UPPER(s) = 'APPLE';
