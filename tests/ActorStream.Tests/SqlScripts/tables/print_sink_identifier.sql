CREATE TABLE p (id INT, s STRING) WITH ('connector' = 'print', 'print-identifier' = 'OUT');
INSERT INTO p SELECT x, y FROM (VALUES (1, 'a'), (2, 'b')) AS t(x, y);
