SELECT s > FALSE, TRUE > 'false' FROM (VALUES ('true')) AS t (s);
