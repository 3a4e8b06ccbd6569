SELECT UPPER('abcäß'), LOWER('ABCÄ'), UPPER(s), LOWER(s), UPPER('ı'), LOWER('İ'), TYPEOF(UPPER('ab')) FROM (VALUES ('Hello World'), ('')) AS t(s);
