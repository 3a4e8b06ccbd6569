-- fail
SELECT HEX(X'01FF');
