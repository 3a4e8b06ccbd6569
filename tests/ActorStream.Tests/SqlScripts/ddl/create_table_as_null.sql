-- fail
CREATE TABLE made WITH ('connector' = 'blackhole') AS SELECT NULL AS x;
