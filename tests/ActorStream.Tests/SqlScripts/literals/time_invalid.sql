-- fail
SELECT TIME '25:00:00';
