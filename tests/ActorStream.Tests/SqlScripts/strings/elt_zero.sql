SELECT ELT(i, 'a', 'b') FROM (VALUES (0), (-1), (1)) AS t(i);
