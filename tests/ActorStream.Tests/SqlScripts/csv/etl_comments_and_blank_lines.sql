-- unordered
CREATE TABLE t (a STRING, b STRING) WITH ('connector' = 'filesystem', 'path' = '${DIR}/etl_comments.csv', 'format' = 'csv', 'csv.allow-comments' = 'true');
SELECT * FROM t;
