-- unordered
SET 'table.local-time-zone' = 'Asia/Kathmandu';
SET 'table.local-time-zone' = 'GMT-08:00';
SELECT FROM_UNIXTIME(0), CAST(TO_TIMESTAMP_LTZ(0, 3) AS TIMESTAMP(3));
