-- unordered
CREATE TABLE t (id STRING, amount STRING, `when` STRING) WITH ('connector' = 'filesystem', 'path' = '${DIR}/etl_dirty.csv', 'format' = 'csv', 'csv.field-delimiter' = '|');
SELECT TRY_CAST(id AS INT), TRY_CAST(amount AS DECIMAL(10, 2)), TRY_CAST(TRIM(amount) AS DOUBLE), TO_TIMESTAMP(`when`), TRY_CAST(`when` AS TIMESTAMP(3)) FROM t WHERE id <> 'id';
