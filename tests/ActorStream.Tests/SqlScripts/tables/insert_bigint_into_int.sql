-- fail
CREATE TABLE p (d INT) WITH ('connector' = 'print');
INSERT INTO p SELECT CAST(4 AS BIGINT);
