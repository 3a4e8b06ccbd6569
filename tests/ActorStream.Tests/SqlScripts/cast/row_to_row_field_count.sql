-- fail
SELECT CAST(ROW(1, 2) AS ROW<a INT>);
