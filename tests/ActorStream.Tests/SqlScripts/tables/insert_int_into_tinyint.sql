-- fail
CREATE TABLE p (d TINYINT) WITH ('connector' = 'print');
INSERT INTO p SELECT 4;
