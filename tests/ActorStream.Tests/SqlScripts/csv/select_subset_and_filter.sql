CREATE TABLE t (id INT, name STRING, price DOUBLE) WITH ('connector' = 'filesystem', 'path' = '${DIR}/subset.csv', 'format' = 'csv');
SELECT name, id FROM t WHERE price > 1;
SELECT UPPER(name) || '-' || CAST(id AS STRING) FROM t;
SELECT price FROM t WHERE name LIKE 'b%' OR id = 1;
