SELECT REGEXP_REPLACE(NULLIF('abc', ''), '(', '-'), REGEXP_REPLACE(NULLIF(s, ''), '[', '-') FROM (VALUES ('a')) AS t(s);
