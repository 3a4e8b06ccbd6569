SELECT s LIKE p FROM (VALUES ('abc', 'a%'), ('abc', '_b_'), ('abc', 'b%'), ('a%', 'a\%')) AS t(s, p);
