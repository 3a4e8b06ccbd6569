SELECT s, TRY_CAST(s AS BOOLEAN) FROM (VALUES ('true'), ('True'), (' true '), ('t'), ('yes'), ('on'), ('1'), ('0'), ('2'), (''), ('123'), ('off')) AS t(s);
