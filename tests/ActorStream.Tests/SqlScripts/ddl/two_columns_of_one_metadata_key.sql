-- fail
CREATE TABLE t (n INT, a STRING METADATA FROM 'file.path', b STRING METADATA FROM 'file.path') WITH ('connector' = 'filesystem', 'path' = '${DIR}', 'format' = 'csv');
SELECT n FROM t;
