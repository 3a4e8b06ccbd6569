-- fail
SELECT SQRT('16');
