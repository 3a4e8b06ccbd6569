-- fail
CREATE TABLE g (a INT) WITH ('connector' = 'datagen', 'number-of-rows' = '1', 'fields.z.kind' = 'sequence');
SELECT a IS NULL FROM g;
