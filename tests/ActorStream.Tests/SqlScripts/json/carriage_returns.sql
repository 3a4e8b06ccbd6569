-- Lines end with a line feed: of two documents on one line the first is read.
CREATE TABLE t (n INT) WITH ('connector' = 'filesystem', 'path' = '${DIR}/carriage_returns.json', 'format' = 'json');
SELECT n FROM t;
