CREATE TABLE b (id INT) WITH ('connector' = 'blackhole');
CREATE TABLE a (id INT) WITH ('connector' = 'blackhole');
CREATE TEMPORARY TABLE c (id INT) WITH ('connector' = 'blackhole');
CREATE VIEW w AS SELECT 1 AS x;
CREATE TEMPORARY VIEW v AS SELECT 1 AS x;
SHOW TABLES;
SHOW VIEWS;
