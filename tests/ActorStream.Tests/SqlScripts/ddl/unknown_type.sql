-- fail
CREATE TABLE t (id NUMBER) WITH ('connector' = 'blackhole');
