SELECT LN(x), LOG10(x), LOG2(x) FROM (VALUES (0e0), (-1e0)) AS t(x);
