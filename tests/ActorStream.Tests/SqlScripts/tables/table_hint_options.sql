CREATE TABLE g (id INT) WITH ('connector' = 'datagen', 'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '2');
SELECT * FROM g /*+ OPTIONS('fields.id.end' = '4') */;
