-- fail
SELECT '[' || SPACE(3) || ']';
