-- fail
CREATE TABLE p (id INT) WITH ('connector' = 'print');
INSERT OVERWRITE p VALUES (1);
