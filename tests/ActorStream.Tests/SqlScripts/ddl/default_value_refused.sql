-- fail
CREATE TABLE t (a INT DEFAULT 5) WITH ('connector' = 'blackhole');
