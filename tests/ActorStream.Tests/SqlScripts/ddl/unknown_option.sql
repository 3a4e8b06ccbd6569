-- fail
CREATE TABLE t (id INT) WITH ('connector' = 'print', 'nope' = '1');
INSERT INTO t VALUES (1);
