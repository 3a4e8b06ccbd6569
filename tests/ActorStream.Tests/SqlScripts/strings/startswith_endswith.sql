SELECT STARTSWITH('hello', 'he'), STARTSWITH('hello', 'x'), STARTSWITH('hello', ''), ENDSWITH('hello', 'lo'), ENDSWITH('hello', ''), STARTSWITH(X'0102', X'01'), ENDSWITH(CAST(NULL AS STRING), 'a');
