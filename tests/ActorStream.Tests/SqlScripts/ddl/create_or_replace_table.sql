CREATE OR REPLACE TABLE t (b STRING) WITH ('connector' = 'blackhole');
