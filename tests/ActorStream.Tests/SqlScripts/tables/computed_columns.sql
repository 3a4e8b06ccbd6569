CREATE TABLE g (id INT, price AS CAST(id AS DECIMAL(10, 2)) * 1.5, label AS CONCAT('n', CAST(id AS STRING)), ts AS TIMESTAMP '2024-01-01 00:00:00' + id * INTERVAL '1' HOUR) WITH ('connector' = 'datagen', 'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '3');
SELECT * FROM g;
SELECT label, price + 1 FROM g WHERE price > 2;
DESCRIBE g;
