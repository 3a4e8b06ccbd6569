SELECT r.f1, r.f0 + 1, r FROM (SELECT CAST(ROW(x, 'n') AS ROW<f0 INT, f1 STRING>) AS r FROM (VALUES (1), (2)) AS t(x)) AS s;
