CREATE TABLE base (id INT, v STRING, w AS id + 1) WITH ('connector' = 'datagen', 'number-of-rows' = '1');
CREATE TABLE derived (extra BOOLEAN) WITH ('number-of-rows' = '2') LIKE base;
DESCRIBE derived;
