-- fail
CREATE TABLE p (id INT, s STRING) WITH ('connector' = 'print');
INSERT INTO p VALUES (1);
