SELECT s LIKE 'a%', s LIKE '%c', s LIKE '%b%', s LIKE 'a_c', s LIKE 'abc', s LIKE '%', s LIKE '', s LIKE '_', s NOT LIKE 'a%' FROM (VALUES ('abc'), ('ABC'), (''), ('a
c')) AS t(s);
