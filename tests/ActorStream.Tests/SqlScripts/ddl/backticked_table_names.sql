CREATE TABLE `my table` (`a b` INT, `select` STRING) WITH ('connector' = 'datagen', 'number-of-rows' = '1', 'fields.a b.kind' = 'sequence', 'fields.a b.start' = '7', 'fields.a b.end' = '7');
SELECT `a b`, `my table`.`a b` FROM `my table`;
DESCRIBE `my table`;
