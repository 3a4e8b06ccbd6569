-- fail
SELECT CAST('' AS INT);
