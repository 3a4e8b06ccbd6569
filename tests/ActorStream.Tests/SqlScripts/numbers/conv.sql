-- fail
SELECT CONV('100', 2, 10), CONV('ff', 16, 10), CONV(255, 10, 16), CONV('-1', 10, 16), CONV('zz', 36, 10), CONV('12', 1, 10), CONV('9x', 10, 10), CONV('-ff', 16, -10), CONV('', 10, 2);
