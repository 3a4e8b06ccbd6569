SELECT 'A1' SIMILAR TO '[[:ALPHA:]][[:digit:]]', ' ' SIMILAR TO '[[:space:]]', 'é' SIMILAR TO '[[:alpha:]]', 'a' SIMILAR TO '[[:alnum:]]', 'ab' SIMILAR TO '[[:lower:][:upper:]]+';
