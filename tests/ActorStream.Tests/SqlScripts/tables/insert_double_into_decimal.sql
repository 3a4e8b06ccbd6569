CREATE TABLE p (d DECIMAL(4, 2)) WITH ('connector' = 'print');
INSERT INTO p SELECT 1.5e0;
