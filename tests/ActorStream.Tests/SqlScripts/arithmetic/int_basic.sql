SELECT a + b, a - b, a * b, a / b, a % b, MOD(a, b), -a, +a FROM (VALUES (7, 2), (-7, 2), (7, -2), (-7, -2)) AS t(a, b);
