-- unordered
CREATE TABLE a (id INT, name STRING) WITH ('connector' = 'filesystem', 'path' = '${DIR}/tab.csv', 'format' = 'csv', 'csv.field-delimiter' = '\t');
CREATE TABLE b (id INT, name STRING) WITH ('connector' = 'filesystem', 'path' = '${DIR}/disable_quote.csv', 'format' = 'csv');
SELECT id, name FROM a UNION ALL SELECT id + 10, UPPER(name) FROM b;
