CREATE TABLE p (a STRING, b STRING) WITH ('connector' = 'print');
INSERT INTO p SELECT 'x' AS b, 'y' AS a;
