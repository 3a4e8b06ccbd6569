SET 'table.local-time-zone' = 'Asia/Shanghai';
CREATE TABLE t (z TIMESTAMP_LTZ(3), s STRING) WITH ('connector' = 'filesystem', 'path' = '${DIR}/ltz.json', 'format' = 'json');
SELECT z, CAST(z AS STRING), CAST(z AS TIMESTAMP(3)), DATE_FORMAT(z, 'HH:mm') FROM t;
