-- fail
SELECT CAST('[1, 2]' AS ARRAY<INT>);
