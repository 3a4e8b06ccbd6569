CREATE TABLE t (id INT, dt STRING) PARTITIONED BY (dt) WITH ('connector' = 'filesystem', 'path' = '${DIR}/nowhere', 'format' = 'json');
SHOW CREATE TABLE t;
