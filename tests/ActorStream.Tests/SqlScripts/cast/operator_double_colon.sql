-- fail
SELECT '12'::INT + 1;
