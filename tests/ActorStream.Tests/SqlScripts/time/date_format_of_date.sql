-- fail
SELECT DATE_FORMAT(DATE '2024-02-09', 'dd.MM.yyyy');
