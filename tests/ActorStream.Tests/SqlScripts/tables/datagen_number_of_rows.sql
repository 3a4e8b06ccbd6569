CREATE TABLE g (a INT, b INT, s STRING) WITH ('connector' = 'datagen', 'number-of-rows' = '3', 'fields.a.kind' = 'sequence', 'fields.a.start' = '1', 'fields.a.end' = '100', 'fields.b.min' = '5', 'fields.b.max' = '5', 'fields.s.length' = '4');
SELECT a, b, CHAR_LENGTH(s) FROM g;
