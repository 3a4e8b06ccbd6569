-- fail
CREATE TABLE p (id INT) WITH ('connector' = 'print');
SELECT * FROM p;
