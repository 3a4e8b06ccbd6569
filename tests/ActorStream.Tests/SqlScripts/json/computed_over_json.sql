CREATE TABLE t (pboxid STRING, metric DECIMAL(10, 2), latitude DECIMAL(10, 7), longitude DECIMAL(10, 7), eventTime STRING, ts AS TO_TIMESTAMP(eventTime), day_of AS DATE_FORMAT(TO_TIMESTAMP(eventTime), 'yyyyMMdd')) WITH ('connector' = 'filesystem', 'path' = '${DIR}/computed_over_json.json', 'format' = 'json');
SELECT pboxid, metric, latitude, ts, day_of FROM t WHERE pboxid IS NOT NULL AND latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180 AND metric >= 0;
CREATE TABLE p (pboxid STRING, metric DECIMAL(10, 2), grade STRING) WITH ('connector' = 'print', 'print-identifier' = 'ETL');
INSERT INTO p SELECT COALESCE(pboxid, 'UNKNOWN'), metric, CASE WHEN metric >= 50 THEN 'high' WHEN metric >= 0 THEN 'low' ELSE 'bad' END FROM t;
