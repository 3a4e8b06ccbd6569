CREATE TABLE g (id INT, big BIGINT, s STRING) WITH ('connector' = 'datagen', 'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '5', 'fields.big.kind' = 'sequence', 'fields.big.start' = '10', 'fields.big.end' = '14', 'fields.s.kind' = 'sequence', 'fields.s.start' = '7', 'fields.s.end' = '11');
SELECT * FROM g;
SELECT id, id * big AS p, 'n' || s FROM g WHERE id > 3;
