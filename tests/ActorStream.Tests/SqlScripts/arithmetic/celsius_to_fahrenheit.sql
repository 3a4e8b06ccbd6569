SELECT c, c * 9 / 5 + 32, CAST(c * 1.8 + 32 AS DECIMAL(6, 2)), ROUND(c * 9e0 / 5 + 32, 1) FROM (VALUES (21.50), (-40.00), (0.00)) AS t(c);
