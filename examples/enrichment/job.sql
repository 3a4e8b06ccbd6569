SET 'execution.checkpointing.interval' = '10s';
SET 'execution.checkpointing.mode' = 'EXACTLY_ONCE';
SET 'execution.checkpointing.timeout' = '60s';
SET 'table.local-time-zone' = 'Asia/Shanghai';

CREATE TABLE iot_source_fixed (
    `pboxid` STRING COMMENT 'device id', `eventTime` STRING COMMENT 'time text',
    `metric` DECIMAL(10,2) COMMENT 'reading', `latitude` DECIMAL(10,7), `longitude` DECIMAL(10,7),
    `proc_time` AS PROCTIME() COMMENT 'processing time'
) WITH (
    'connector' = 'kafka', 'topic' = 'iot-topic', 'properties.bootstrap.servers' = 'localhost:9092',
    'properties.group.id' = 'lookup-test-group-fixed', 'scan.startup.mode' = 'group-offsets',
    'properties.auto.offset.reset' = 'latest', 'format' = 'json');

CREATE TABLE meta_data_dim_fixed (
    `pboxid` STRING PRIMARY KEY NOT ENFORCED COMMENT 'device id', `device_id` STRING, `bind_time` TIMESTAMP(3),
    `unbind_time` TIMESTAMP(3), `credit_code` STRING, `status` INT COMMENT '1 normal, 0 disabled'
) WITH (
    'connector' = 'jdbc', 'url' = 'jdbc:mysql://localhost:3306/testdb', 'table-name' = 'meta_data',
    'lookup.cache.max-rows' = '1000', 'lookup.cache.ttl' = '5min', 'lookup.max-retries' = '3');

CREATE TEMPORARY VIEW enriched_iot_data AS
SELECT i.pboxid, i.eventTime, i.metric, i.latitude, i.longitude,
    COALESCE(m.device_id, 'UNKNOWN') as device_id, COALESCE(m.credit_code, 'UNKNOWN') as credit_code,
    COALESCE(CAST(m.bind_time AS STRING), '') as bind_time, COALESCE(m.status, 0) as status
FROM iot_source_fixed i
LEFT JOIN meta_data_dim_fixed FOR SYSTEM_TIME AS OF i.proc_time AS m ON i.pboxid = m.pboxid
WHERE i.pboxid IS NOT NULL AND i.latitude BETWEEN -90 AND 90 AND i.longitude BETWEEN -180 AND 180 AND i.metric >= 0;

CREATE TABLE print_sink (
    `pboxid` STRING, `eventTime` STRING, `metric` DECIMAL(10,2), `latitude` DECIMAL(10,7), `longitude` DECIMAL(10,7),
    `device_id` STRING, `credit_code` STRING, `bind_time` STRING, `status` INT
) WITH ('connector' = 'print', 'print-identifier' = 'Kafka-MySQL-Lookup');

CREATE TABLE rich_iot_data (
    `pboxid` STRING, `eventTime` STRING, `metric` DECIMAL(10,2), `latitude` DECIMAL(10,7), `longitude` DECIMAL(10,7),
    `device_id` STRING, `credit_code` STRING, `bind_time` STRING, `status` INT
) WITH (
    'connector' = 'kafka', 'topic' = 'rich-iot-data', 'properties.bootstrap.servers' = 'localhost:9092', 'format' = 'json',
    'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'rich-iot-data');

EXECUTE STATEMENT SET
BEGIN
    INSERT INTO print_sink SELECT * FROM enriched_iot_data;
    INSERT INTO rich_iot_data SELECT * FROM enriched_iot_data;
END;
