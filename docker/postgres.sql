-- A dimension table for trying 'connector' = 'jdbc' with 'url' = 'jdbc:postgresql://localhost:5432/testdb'.
CREATE TABLE IF NOT EXISTS meta_data (
  pboxid VARCHAR(64) PRIMARY KEY,
  device_id VARCHAR(64),
  bind_time TIMESTAMP(3),
  unbind_time TIMESTAMP(3),
  credit_code VARCHAR(32),
  status INT
);
INSERT INTO meta_data VALUES
  ('4ca97b', 'DEV-4ca97b', '2018-01-15 08:30:00', NULL, 'CC-00001', 1),
  ('440005', 'DEV-440005', '2018-02-20 09:00:00', NULL, 'CC-00002', 1),
  ('501d1e', 'DEV-501d1e', '2018-03-05 10:15:00', '2018-07-01 00:00:00', 'CC-00003', 0)
ON CONFLICT DO NOTHING;
