-- fail
CREATE TABLE t (a TIMESTAMP(9)) WITH ('connector' = 'jdbc', 'url' = 'jdbc:mysql://127.0.0.1:1/x', 'table-name' = 'x');
SELECT * FROM t;
