SELECT SQRT(x) FROM (VALUES (-1e0), (4e0)) AS t(x);
