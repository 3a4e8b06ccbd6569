-- fail
CREATE TABLE p (a TINYINT, b INT, c DECIMAL(3, 1), d FLOAT) WITH ('connector' = 'print');
INSERT INTO p SELECT 1, 3000000000, 1.25, 1e0;
