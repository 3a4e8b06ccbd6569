-- fail
CREATE TABLE t (id INT) WITH ('connector' = 'nope');
SELECT * FROM t;
