-- fail
CREATE TABLE p (d TIMESTAMP(3)) WITH ('connector' = 'print');
INSERT INTO p SELECT DATE '2024-01-01';
