CREATE TABLE g (d DECIMAL(5, 2), t TINYINT, f DOUBLE, b BOOLEAN, dt DATE, v VARCHAR(3), arr ARRAY<INT>) WITH ('connector' = 'datagen', 'number-of-rows' = '2', 'fields.t.min' = '1', 'fields.t.max' = '1', 'fields.f.min' = '2', 'fields.f.max' = '3');
SELECT d IS NOT NULL, t, f >= 2 AND f <= 3, b IS NOT NULL, dt IS NOT NULL, CHAR_LENGTH(v), arr IS NULL FROM g;
