-- fail
SELECT X'486';
