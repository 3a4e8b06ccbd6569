SELECT SUBSTRING('hello', 2, -1);
