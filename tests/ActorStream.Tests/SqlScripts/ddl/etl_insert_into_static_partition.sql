CREATE TABLE part (id INT, v STRING, day_ STRING, hr INT) PARTITIONED BY (day_, hr) WITH ('connector' = 'print');
INSERT INTO part PARTITION (day_ = '2021-01-01', hr = 5) SELECT 9, 'st';
INSERT INTO part PARTITION (day_ = '2021-01-02') SELECT 10, 'dyn', 7;
INSERT INTO part PARTITION (hr = 8) (v, id, day_) SELECT 'cols', 11, '2021-01-03';
INSERT INTO part PARTITION (day_ = '2021-01-01', hr = 5) (v) VALUES ('onlyv');
INSERT INTO part PARTITION (hr = '6') SELECT 12, 'cast', '2022';
