CREATE TABLE t (r ROW<a DOUBLE, b INT>, s ROW<a DOUBLE, b INT>, x ARRAY<DOUBLE>, y ARRAY<DOUBLE>, m MAP<STRING, DOUBLE>, n MAP<STRING, DOUBLE>, d DOUBLE) WITH ('connector' = 'filesystem', 'path' = '${DIR}/nan_columns.json', 'format' = 'json');
SELECT r, r = s, r <> s FROM t;
SELECT d, SQRT(d), SIGN(d), NOT (d <> d), d NOT BETWEEN 0 AND 1, NOT (d < 1 AND d > 0), NOT (d < 1 OR d > 5), d = 0e0, (d < 1) IS FALSE, (d < 1) IS NOT TRUE FROM t;
SELECT d, LN(d), EXP(d), SIN(d), ATAN2(d, 1e0), CAST(d AS FLOAT), d + 1, d / 0 FROM t;
SELECT d, CAST(d AS INT), CAST(d AS BIGINT), CAST(d AS SMALLINT), CAST(d AS STRING), CAST(d AS BOOLEAN) FROM t;
