SELECT UPPER('ß'), LOWER('Σ'), LOWER('ΑΣ'), UPPER('ŉ'), INITCAP('ßeta ñandú'), UPPER('ﬁ'), CHAR_LENGTH(UPPER('ß'));
