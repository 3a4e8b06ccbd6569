-- fail
CREATE TABLE g (id INT, a AS id + 1, b AS a + 1) WITH ('connector' = 'datagen', 'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '2');
SELECT * FROM g;
