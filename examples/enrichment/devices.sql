-- Fills the dimension table: actorstream sql -f devices.sql. With --local DIR it makes the table too, in DIR/testdb.db.
CREATE TABLE meta_data (
    `pboxid` STRING PRIMARY KEY NOT ENFORCED, `device_id` STRING, `bind_time` TIMESTAMP(3), `unbind_time` TIMESTAMP(3),
    `credit_code` STRING, `status` INT
) WITH ('connector' = 'jdbc', 'url' = 'jdbc:mysql://localhost:3306/testdb', 'table-name' = 'meta_data');

INSERT INTO meta_data VALUES
    ('4ca97b', 'DEV-001', TIMESTAMP '2018-01-01 00:00:00', CAST(NULL AS TIMESTAMP(3)), 'CC-10000', 1),
    ('02a18b', 'DEV-002', TIMESTAMP '2018-02-02 01:00:00', CAST(NULL AS TIMESTAMP(3)), 'CC-10037', 1);
