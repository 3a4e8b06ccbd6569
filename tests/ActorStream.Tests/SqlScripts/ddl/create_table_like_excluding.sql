CREATE TABLE base (id INT, v STRING, w AS id + 1) WITH ('connector' = 'datagen', 'number-of-rows' = '1');
CREATE TABLE derived WITH ('connector' = 'blackhole') LIKE base (EXCLUDING ALL);
DESCRIBE derived;
SHOW TABLES;
