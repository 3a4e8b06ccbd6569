-- unordered
CREATE TEMPORARY VIEW e AS SELECT * FROM (VALUES (1, '2024-03-15T10:20:30.123Z', 'EUR 1.234,56', ' A|B||C ', '[{"sku":"x1","qty":2},{"sku":"y2"}]'), (2, '15/03/2024', '$1,234.56', '', '[]'), (3, CAST(NULL AS STRING), 'n/a', '|', '{"sku":"z"}')) AS t (id, ts, amt, tags, items);
SELECT id, TO_TIMESTAMP(REPLACE(REPLACE(ts, 'T', ' '), 'Z', '')), COALESCE(TO_DATE(ts, 'dd/MM/yyyy'), DATE '1900-01-01'), SUBSTRING(ts FROM 1 FOR 10) FROM e WHERE id <> 1 OR ts IS NULL;
SELECT id, TRY_CAST(REGEXP_REPLACE(REGEXP_REPLACE(amt, '[^0-9,.]', ''), '\.(\d{3}),', '$1.') AS DECIMAL(10,2)), REGEXP_EXTRACT(amt, '([A-Z]{3}|\$)', 1), TRY_CAST(REPLACE(SUBSTRING(amt, 2), ',', '') AS DOUBLE) FROM e;
SELECT id, CASE WHEN amt LIKE '$%' THEN 'USD' WHEN amt LIKE '___ %' THEN LEFT(amt, 3) ELSE NULLIF(amt, 'n/a') END, NULLIF(TRIM(tags), ''), IFNULL(ts, 'none') FROM e;
SELECT id, LPAD(CAST(id AS STRING), 5, '0'), CONCAT_WS('/', CAST(id AS STRING), ts, NULLIF(tags, '')), MD5(CONCAT_WS('|', CAST(id AS STRING), amt)), UPPER(TRIM(BOTH '|' FROM TRIM(tags))) FROM e;
