CREATE TABLE t (id INT, v STRING) WITH ('connector' = 'datagen', 'number-of-rows' = '1');
ALTER TABLE t SET ('number-of-rows' = '2');
ALTER TABLE t DROP v;
SELECT id IS NOT NULL FROM t;
