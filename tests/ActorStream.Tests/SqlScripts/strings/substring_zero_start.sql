SELECT SUBSTRING('hello', 0), SUBSTRING('hello', 0, 2), SUBSTRING('hello', -10, 7), SUBSTR('hello', 0);
