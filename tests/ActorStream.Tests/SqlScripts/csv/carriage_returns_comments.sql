CREATE TABLE t (n STRING, s STRING) WITH ('connector' = 'filesystem', 'path' = '${DIR}/carriage_returns_comments.csv', 'format' = 'csv', 'csv.allow-comments' = 'true');
SELECT REPLACE(REPLACE(n, U&'\000A', '<lf>'), U&'\000D', '<cr>'), REPLACE(REPLACE(s, U&'\000A', '<lf>'), U&'\000D', '<cr>') FROM t;
