-- fail
CREATE TABLE t (at TIMESTAMP(3)) WITH ('connector' = 'blackhole');
