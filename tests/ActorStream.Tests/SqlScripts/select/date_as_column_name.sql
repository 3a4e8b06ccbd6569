SELECT `date`, `value`, `timestamp`, `order`, `user` FROM (VALUES (1, 2, 3, 4, 5)) AS t(`date`, `value`, `timestamp`, `order`, `user`);
