CREATE TABLE t (id INT, name STRING) WITH ('connector' = 'filesystem', 'path' = '${DIR}/disable_quote.csv', 'format' = 'csv', 'csv.disable-quote-character' = 'true');
SELECT * FROM t;
