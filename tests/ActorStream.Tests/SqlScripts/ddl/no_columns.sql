-- fail
CREATE TABLE t () WITH ('connector' = 'blackhole');
