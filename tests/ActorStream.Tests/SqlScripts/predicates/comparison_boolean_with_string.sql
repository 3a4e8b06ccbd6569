SELECT TRUE = 'true';
