SELECT x FROM (VALUES (1, 2), (3, 4)) AS t(x, y) WHERE (x, y) = (3, 4);
SELECT x FROM (VALUES (1, 2), (3, 4)) AS t(x, y) WHERE (x, y) IN ((1, 2), (5, 6));
