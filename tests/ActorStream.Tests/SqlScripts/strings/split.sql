SELECT SPLIT('a,b,c', ','), SPLIT('a,,c', ','), SPLIT('abc', ''), SPLIT('', ','), SPLIT('a.b', '.'), SPLIT(CAST(NULL AS STRING), ',');
