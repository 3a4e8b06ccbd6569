SELECT t.`a b`, t.`select` + 1 AS `x.y`, `t`.`A` FROM (VALUES (1, 2, 3)) AS t(`a b`, `select`, `A`);
