CREATE TEMPORARY VIEW a AS SELECT id, TRIM(raw_text) AS s FROM (VALUES (1, ' x=1 '), (2, 'y=2'), (3, '')) AS t(id, raw_text);
CREATE TEMPORARY VIEW b AS SELECT id, SPLIT_INDEX(s, '=', 0) AS k, TRY_CAST(SPLIT_INDEX(s, '=', 1) AS INT) AS v FROM a;
SELECT id, COALESCE(k, '?'), v, v + 1 FROM b WHERE v IS NOT NULL OR k IS NULL;
