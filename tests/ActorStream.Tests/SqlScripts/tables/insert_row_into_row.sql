CREATE TABLE p (r ROW<a INT, b STRING>) WITH ('connector' = 'print');
INSERT INTO p SELECT ROW(1, 'x');
