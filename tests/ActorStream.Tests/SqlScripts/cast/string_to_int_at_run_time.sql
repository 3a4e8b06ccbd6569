SELECT s, TRY_CAST(s AS TINYINT), TRY_CAST(s AS INT), TRY_CAST(s AS BIGINT), TRY_CAST(s AS DOUBLE), TRY_CAST(s AS DECIMAL(10, 2)) FROM (VALUES ('1'), (' 2 '), ('3.7'), ('-4.5e1'), ('1e400'), ('NaN'), ('Infinity'), ('-inf'), ('12345678901'), ('99999999.995'), ('1d'), ('1f'), ('١'), ('0b1'), ('	5
'), ('')) AS t(s);
