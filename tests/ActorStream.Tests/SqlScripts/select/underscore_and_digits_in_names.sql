SELECT _a, a1, a_1 FROM (VALUES (1, 2, 3)) AS t(_a, a1, a_1);
