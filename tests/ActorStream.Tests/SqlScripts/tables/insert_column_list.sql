CREATE TABLE p (id INT, s STRING, d DOUBLE) WITH ('connector' = 'print');
INSERT INTO p (d, id) VALUES (1.5, 7);
INSERT INTO p (s) SELECT 'only';
