-- fail
CREATE TABLE p (id INT NOT NULL, s STRING) WITH ('connector' = 'print');
INSERT INTO p SELECT NULLIF(x, 2), 'v' FROM (VALUES (1), (2), (3)) AS t(x);
