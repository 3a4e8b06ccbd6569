-- fail
INSERT INTO nowhere VALUES (1);
