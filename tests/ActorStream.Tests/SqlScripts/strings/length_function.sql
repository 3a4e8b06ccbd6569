-- fail
SELECT LENGTH('hello');
