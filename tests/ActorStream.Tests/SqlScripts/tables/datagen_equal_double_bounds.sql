-- fail
CREATE TABLE g (f DOUBLE) WITH ('connector' = 'datagen', 'number-of-rows' = '2', 'fields.f.min' = '2', 'fields.f.max' = '2');
SELECT f FROM g;
