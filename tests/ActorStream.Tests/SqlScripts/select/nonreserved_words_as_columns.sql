SELECT key, name, type, status, id, data FROM (VALUES (1, 2, 3, 4, 5, 6)) AS t(key, name, type, status, id, data);
