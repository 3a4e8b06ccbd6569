CREATE TABLE src (id INT, k AS MOD(id, 3), name AS CONCAT('dev-', LPAD(CAST(id AS STRING), 3, '0'))) WITH ('connector' = 'datagen', 'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '6');
CREATE TABLE out_all (id INT, name STRING, grade STRING) WITH ('connector' = 'print', 'print-identifier' = 'all');
CREATE TEMPORARY VIEW graded AS SELECT id, name, CASE k WHEN 0 THEN 'zero' WHEN 1 THEN 'one' ELSE 'two' END AS grade FROM src;
INSERT INTO out_all SELECT id, name, grade FROM graded WHERE id <> 4;
