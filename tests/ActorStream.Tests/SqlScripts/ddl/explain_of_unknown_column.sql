-- fail
EXPLAIN SELECT nope FROM (VALUES (1)) AS t(a);
