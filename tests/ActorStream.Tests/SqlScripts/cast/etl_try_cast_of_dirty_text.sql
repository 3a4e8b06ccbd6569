-- unordered
SELECT s, TRY_CAST(s AS BOOLEAN), TRY_CAST(s AS DATE), TRY_CAST(s AS TIME), TRY_CAST(s AS TIMESTAMP(3)), TRY_CAST(s AS BIGINT) FROM (VALUES ('yes'), ('T'), ('0'), ('2024-1-5'), ('2024-01-05T10:11:12'), ('10:11'), ('10:11:12.5'), ('  7'), ('2024'), ('2024-01'), ('1e3'), ('-0'), ('24:00:00'), ('')) AS t (s);
SELECT s, CAST(s AS VARBINARY(3)), CAST(CAST(s AS BYTES) AS STRING), CAST(s AS CHAR(2)), ENCODE(s, 'UTF-8') FROM (VALUES ('abcd'), ('é'), ('')) AS t (s);
