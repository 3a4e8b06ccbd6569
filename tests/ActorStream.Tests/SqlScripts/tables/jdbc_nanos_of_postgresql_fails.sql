-- fail
CREATE TABLE t (a TIMESTAMP_LTZ(7)) WITH ('connector' = 'jdbc', 'url' = 'jdbc:postgresql://127.0.0.1:1/x', 'table-name' = 'x');
SELECT * FROM t;
