-- fail
CREATE TABLE part (id INT, v STRING, day_ STRING) PARTITIONED BY (day_) WITH ('connector' = 'print');
INSERT INTO part PARTITION (day_ = 'x') SELECT 1, 'x', 'y';
