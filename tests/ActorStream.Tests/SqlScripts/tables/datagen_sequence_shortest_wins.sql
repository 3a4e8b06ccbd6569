CREATE TABLE g (a INT, b INT) WITH ('connector' = 'datagen', 'fields.a.kind' = 'sequence', 'fields.a.start' = '1', 'fields.a.end' = '10', 'fields.b.kind' = 'sequence', 'fields.b.start' = '1', 'fields.b.end' = '3');
SELECT * FROM g;
