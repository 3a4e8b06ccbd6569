-- fail
SELECT MOD(5.5e0, 2);
