-- fail
CREATE TABLE g (id INT) WITH ('connector' = 'datagen', 'number-of-rows' = '1');
INSERT INTO g VALUES (1);
