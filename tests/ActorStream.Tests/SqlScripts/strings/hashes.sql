SELECT MD5('hello'), SHA1('hello'), SHA224('a'), SHA256('hello');
SELECT SHA384('a'), SHA512('a'), SHA2('hello', 256), SHA2('hello', 224), MD5(''), MD5('日本'), MD5(CAST(NULL AS STRING));
