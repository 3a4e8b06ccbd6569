-- fail
SET 'table.local-time-zone' = 'Nowhere/Land';
SELECT CAST(TO_TIMESTAMP_LTZ(0, 0) AS STRING);
