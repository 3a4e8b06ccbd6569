-- fail
CREATE TABLE t (id INT, s STRING) WITH ('connector' = 'filesystem', 'path' = '${DIR}/missing_field.json', 'format' = 'json', 'json.fail-on-missing-field' = 'true');
SELECT * FROM t;
