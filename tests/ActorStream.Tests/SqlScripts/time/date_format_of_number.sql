-- fail
SELECT DATE_FORMAT(5, 'yyyy');
