-- fail
USE nowhere;
