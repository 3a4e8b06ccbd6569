-- The dimension table of examples/enrichment, as docker/compose.yaml loads it.
CREATE TABLE IF NOT EXISTS meta_data (
  pboxid VARCHAR(64) NOT NULL PRIMARY KEY,
  device_id VARCHAR(64),
  bind_time DATETIME(3),
  unbind_time DATETIME(3),
  credit_code VARCHAR(32),
  status INT
);
INSERT IGNORE INTO meta_data VALUES
  ('4ca97b', 'DEV-4ca97b', '2018-01-15 08:30:00', NULL, 'CC-00001', 1),
  ('440005', 'DEV-440005', '2018-02-20 09:00:00', NULL, 'CC-00002', 1),
  ('501d1e', 'DEV-501d1e', '2018-03-05 10:15:00', '2018-07-01 00:00:00', 'CC-00003', 0);
-- The example's script gives no user, as the original did not: MariaDB's anonymous one may read this one table.
CREATE USER IF NOT EXISTS ''@'%';
GRANT SELECT ON testdb.meta_data TO ''@'%';
