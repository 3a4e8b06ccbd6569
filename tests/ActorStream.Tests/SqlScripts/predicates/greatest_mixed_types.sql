-- fail
SELECT GREATEST(1, 'a');
