-- fail
CREATE TEMPORARY TABLE made WITH ('connector' = 'blackhole') AS SELECT 2 AS x;
