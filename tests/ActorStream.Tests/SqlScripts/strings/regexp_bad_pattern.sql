SELECT REGEXP('abc', '(');
