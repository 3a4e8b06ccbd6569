SET 'table.local-time-zone' = 'Asia/Shanghai';
SELECT TO_TIMESTAMP_LTZ(0, 0) = TIMESTAMP '1970-01-01 08:00:00';
