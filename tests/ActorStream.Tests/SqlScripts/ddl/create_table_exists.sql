-- fail
CREATE TABLE t (id INT) WITH ('connector' = 'blackhole');
CREATE TABLE IF NOT EXISTS t (other STRING) WITH ('connector' = 'blackhole');
DESCRIBE t;
CREATE TABLE t (id INT) WITH ('connector' = 'blackhole');
