CREATE TABLE b (id INT) WITH ('connector' = 'blackhole');
INSERT INTO b VALUES (1), (2);
SELECT 'done';
