CREATE TEMPORARY VIEW v AS SELECT 5 AS a;
SELECT a, v.a, default_catalog.default_database.v.a FROM default_catalog.default_database.v;
