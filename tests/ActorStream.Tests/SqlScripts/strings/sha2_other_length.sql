-- fail
SELECT SHA2('hello', 100);
