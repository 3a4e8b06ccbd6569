-- fail
SELECT A FROM (VALUES (1)) AS t(a);
