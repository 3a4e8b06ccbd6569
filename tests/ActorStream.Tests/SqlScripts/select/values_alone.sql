VALUES (1, 'a'), (2, 'b');
VALUES 1, 2, 3;
