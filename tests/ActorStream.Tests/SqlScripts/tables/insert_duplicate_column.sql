-- fail
CREATE TABLE p (id INT, s STRING) WITH ('connector' = 'print');
INSERT INTO p (id, id) VALUES (1, 2);
