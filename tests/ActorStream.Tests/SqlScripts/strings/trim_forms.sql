SELECT '[' || TRIM('  a  ') || ']', '[' || TRIM(BOTH FROM '  a  ') || ']', '[' || TRIM(LEADING FROM '  a  ') || ']', '[' || TRIM(TRAILING FROM '  a  ') || ']', TRIM(BOTH 'x' FROM 'xxaxx'), TRIM(LEADING 'x' FROM 'xxaxx'), TRIM(TRAILING 'x' FROM 'xxaxx'), '[' || TRIM('	a
') || ']';
