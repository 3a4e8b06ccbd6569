-- fail
SELECT DATE '2024-01-01' + 1;
