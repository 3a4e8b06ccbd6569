CREATE TABLE p (a BIGINT, b DOUBLE, c DECIMAL(10, 3), d FLOAT, e DECIMAL(4, 1)) WITH ('connector' = 'print');
INSERT INTO p SELECT 1, 2, 3, 4, 5.25;
