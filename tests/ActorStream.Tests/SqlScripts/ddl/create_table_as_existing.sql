-- fail
CREATE TABLE made (x INT) WITH ('connector' = 'blackhole');
CREATE TABLE made WITH ('connector' = 'blackhole') AS SELECT 2 AS x;
