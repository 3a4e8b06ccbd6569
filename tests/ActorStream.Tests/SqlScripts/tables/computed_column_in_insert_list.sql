-- fail
CREATE TABLE p (id INT, twice AS id * 2) WITH ('connector' = 'print');
INSERT INTO p (id, twice) VALUES (1, 2);
