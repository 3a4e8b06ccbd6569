SELECT s LIKE 'a\_b', s LIKE 'a\%' FROM (VALUES ('a_b'), ('axb'), ('a\xb'), ('a%')) AS t(s);
