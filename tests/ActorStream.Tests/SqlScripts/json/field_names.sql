CREATE TABLE t (`Id` INT, id INT, `a b` STRING, `x.y` INT) WITH ('connector' = 'filesystem', 'path' = '${DIR}/field_names.json', 'format' = 'json');
SELECT * FROM t;
