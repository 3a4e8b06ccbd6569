-- fail
SELECT 1 IN ();
