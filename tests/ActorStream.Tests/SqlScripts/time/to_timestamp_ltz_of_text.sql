SET 'table.local-time-zone' = 'Asia/Shanghai';
SELECT TO_TIMESTAMP_LTZ('2024-02-09 03:04:05'), TO_TIMESTAMP_LTZ('2024-02-09T03:04:05', 'yyyy-MM-dd''T''HH:mm:ss'), TO_TIMESTAMP_LTZ('2024-02-09 03:04:05', 'yyyy-MM-dd HH:mm:ss', 'America/New_York'), TO_TIMESTAMP_LTZ('2024-02-09');
