SELECT 'a.c' LIKE 'a.c', 'abc' LIKE 'a.c', 'a(b' LIKE 'a(%', '[x]' LIKE '[x]', 'x' LIKE '[x]', 'a*b' LIKE 'a*b', '日本' LIKE '日_', '😀' LIKE '_', '😀' LIKE '__';
