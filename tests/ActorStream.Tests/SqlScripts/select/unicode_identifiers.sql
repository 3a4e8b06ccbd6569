SELECT 温度, `größe` FROM (VALUES (1, 2)) AS t(温度, `größe`);
