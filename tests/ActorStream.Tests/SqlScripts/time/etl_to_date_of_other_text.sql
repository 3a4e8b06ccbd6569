SELECT TO_DATE(s, 'yyyy-MM-dd') FROM (VALUES ('abc')) AS t (s);
