-- fail
CREATE TABLE t (id INT, price DECIMAL(10, 2)) WITH ('connector' = 'filesystem', 'path' = '${DIR}/padded_decimal.csv', 'format' = 'csv');
SELECT * FROM t;
