-- fail
CREATE TABLE t (id INT, twice AS nope * 2) WITH ('connector' = 'datagen', 'number-of-rows' = '1');
