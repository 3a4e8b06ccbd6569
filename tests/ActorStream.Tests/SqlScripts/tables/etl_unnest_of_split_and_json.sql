-- unordered
CREATE TEMPORARY VIEW e AS SELECT * FROM (VALUES (1, '2024-03-15T10:20:30.123Z', 'EUR 1.234,56', ' A|B||C ', '[{"sku":"x1","qty":2},{"sku":"y2"}]'), (2, '15/03/2024', '$1,234.56', '', '[]'), (3, CAST(NULL AS STRING), 'n/a', '|', '{"sku":"z"}')) AS t (id, ts, amt, tags, items);
SELECT id, tag, o FROM e CROSS JOIN UNNEST(SPLIT(TRIM(tags), '|')) WITH ORDINALITY AS u (tag, o);
SELECT id, x, JSON_VALUE(x, '$.sku'), JSON_VALUE(x, '$.qty' RETURNING INT DEFAULT 1 ON EMPTY) FROM e CROSS JOIN UNNEST(JSON_QUERY(items, '$' RETURNING ARRAY<STRING>)) AS u (x);
SELECT id, JSON_VALUE(items, '$[0].sku'), JSON_VALUE(items, 'lax $[1].qty' RETURNING INT DEFAULT 7 ON EMPTY), JSON_QUERY(items, '$[*].sku' WITH WRAPPER), JSON_EXISTS(items, '$[?(@.qty > 1)]') FROM e;
SELECT id, ARRAY_JOIN(SPLIT(TRIM(tags), '|'), ';', '?'), CARDINALITY(SPLIT(tags, '|')), ARRAY_CONTAINS(SPLIT(TRIM(tags), '|'), 'B'), SPLIT(TRIM(tags), '|')[2] FROM e;
