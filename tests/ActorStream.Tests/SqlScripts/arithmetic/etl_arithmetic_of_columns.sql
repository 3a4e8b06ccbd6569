-- unordered
CREATE TEMPORARY VIEW n AS SELECT id, CAST(ti AS TINYINT) AS ti, CAST(si AS SMALLINT) AS si, CAST(i AS INT) AS i, CAST(b AS BIGINT) AS b, CAST(f AS FLOAT) AS f, CAST(d AS DOUBLE) AS d, CAST(dc AS DECIMAL(10,3)) AS dc, CAST(big AS DECIMAL(38,0)) AS big 
    FROM (VALUES (1, '127', '32767', '2147483647', '9223372036854775807', '3.4028235e38', '1.7976931348623157e308', '12345.678', '99999999999999999999999999999999999999'
    ), (2, '-128', '-32768', '-2147483648', '-9223372036854775808', '-0.0', '-0.0', '-0.555', '-1'
    ), (3, CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING)
    ), (4, '0', '5', '7', '-25', '2.5', '-1e-3', '0.5', '15')) AS t (id, ti, si, i, b, f, d, dc, big);
SELECT id, ti + ti, si + si, i + 1 FROM n;
SELECT id, dc + dc, big + 1 FROM n;
SELECT id, -ti, -si, -i FROM n;
SELECT id, -dc, ABS(ti), ABS(si) FROM n;
SELECT id, ABS(d), ABS(dc) FROM n;
SELECT id, ti * si, i * i, i * b FROM n;
SELECT id, f * d, dc * dc, dc * i FROM n;
SELECT id, i / 2, b / 3, dc / 3 FROM n;
SELECT id, d / 0, f / 0e0, dc / 7.0 FROM n;
SELECT id, i / 2.0, b / 1.5e0 FROM n;
SELECT id, MOD(i, 3), MOD(b, -3), MOD(dc, 2) FROM n;
SELECT id, i % 5, MOD(dc, 0.3), MOD(-7, 3) FROM n;
SELECT id, MOD(7, -3), MOD(7.5, 2), MOD(-7.5, 2) FROM n;
