-- fail
CREATE TABLE p (s STRING) WITH ('connector' = 'print');
INSERT INTO p VALUES (1);
