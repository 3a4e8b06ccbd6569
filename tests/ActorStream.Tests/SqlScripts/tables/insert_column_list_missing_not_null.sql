-- fail
CREATE TABLE p (id INT NOT NULL, s STRING) WITH ('connector' = 'print');
INSERT INTO p (s) VALUES ('x');
