SELECT 'a%' SIMILAR TO 'a!%' ESCAPE '!', 'ab' SIMILAR TO 'a!%' ESCAPE '!', '123' SIMILAR TO '[[:DIGIT:]]+';
