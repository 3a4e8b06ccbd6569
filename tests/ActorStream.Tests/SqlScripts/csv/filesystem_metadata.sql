CREATE TABLE t (id INT, name STRING, `file.name` STRING NOT NULL METADATA) WITH ('connector' = 'filesystem', 'path' = '${DIR}/header.csv', 'format' = 'csv', 'csv.ignore-parse-errors' = 'true');
SELECT * FROM t;
