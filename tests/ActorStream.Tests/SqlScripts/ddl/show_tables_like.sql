CREATE TABLE orders (id INT) WITH ('connector' = 'blackhole');
CREATE TABLE order_items (id INT) WITH ('connector' = 'blackhole');
CREATE TABLE people (id INT) WITH ('connector' = 'blackhole');
SHOW TABLES LIKE 'order%';
SHOW TABLES NOT LIKE 'order%';
