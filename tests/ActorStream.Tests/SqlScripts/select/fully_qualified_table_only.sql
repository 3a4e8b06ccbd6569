CREATE TEMPORARY VIEW v AS SELECT 5 AS a;
SELECT a FROM `default_catalog`.`default_database`.`v`;
SELECT a FROM default_database.v;
