CREATE TABLE t (id INT, s STRING, p DECIMAL(10, 2), b BOOLEAN, f DOUBLE, l BIGINT) WITH ('connector' = 'filesystem', 'path' = '${DIR}/leniency.json', 'format' = 'json');
SELECT * FROM t;
