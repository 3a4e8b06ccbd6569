CREATE TABLE t (d DECIMAL(5, 2), e DECIMAL(38, 18), f FLOAT) WITH ('connector' = 'filesystem', 'path' = '${DIR}/decimals.json', 'format' = 'json');
SELECT * FROM t;
