-- fail
CREATE TABLE t (raw BYTES) WITH ('connector' = 'blackhole');
