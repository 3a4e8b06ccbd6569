-- fail
CREATE TABLE p (d FLOAT) WITH ('connector' = 'print');
INSERT INTO p SELECT 1.5e0;
