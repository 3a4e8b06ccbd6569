-- fail
DESCRIBE nowhere;
