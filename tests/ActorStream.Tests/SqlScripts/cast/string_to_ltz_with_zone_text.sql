SET 'table.local-time-zone' = 'Asia/Shanghai';
SELECT s, TRY_CAST(s AS TIMESTAMP_LTZ(3)) FROM (VALUES ('2024-01-02 03:04:05'), ('2024-01-02'), ('2024-01-02 03:04:05Z'), ('2024-01-02T03:04:05Z'), ('2024-01-02 03:04:05 UTC'), ('x')) AS t(s);
