SELECT TRUE = 'true', FALSE = 'false', b = s, b = 'TRUE' FROM (VALUES (TRUE, 'true')) AS t(b, s);
