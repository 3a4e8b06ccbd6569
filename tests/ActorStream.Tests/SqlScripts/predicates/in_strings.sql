SELECT s IN ('a', 'bcd'), s NOT IN ('a', 'b'), s IN ('A'), UPPER(s) IN ('A') FROM (VALUES ('a'), ('bcd'), ('')) AS t(s);
