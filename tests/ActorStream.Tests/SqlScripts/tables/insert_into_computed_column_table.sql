CREATE TABLE p (id INT, twice AS id * 2, s STRING) WITH ('connector' = 'print');
INSERT INTO p VALUES (1, 'a');
