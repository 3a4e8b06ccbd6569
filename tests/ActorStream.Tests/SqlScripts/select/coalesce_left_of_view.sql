CREATE TEMPORARY VIEW readings AS SELECT id, NULLIF(v, '') AS v FROM (VALUES (1, '21.5'), (2, ''), (3, 'bad')) AS t(id, v);
SELECT id, COALESCE(v, 'none'), COALESCE(TRY_CAST(v AS DECIMAL(5, 2)), 0), v IS NULL FROM readings;
