SELECT n = n, n > 1e0, n < 1e0, n <> n FROM (SELECT a / a AS n FROM (VALUES (0e0)) AS v(a)) AS t;
