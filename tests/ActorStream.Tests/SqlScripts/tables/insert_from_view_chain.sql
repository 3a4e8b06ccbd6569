CREATE TABLE p (id INT, doubled INT) WITH ('connector' = 'print', 'print-identifier' = 'R');
CREATE TEMPORARY VIEW src AS SELECT x FROM (VALUES (1), (2), (3)) AS t(x);
CREATE TEMPORARY VIEW dbl AS SELECT x, x * 2 AS y FROM src WHERE x <> 2;
INSERT INTO p SELECT * FROM dbl;
INSERT INTO p SELECT y, x FROM dbl;
