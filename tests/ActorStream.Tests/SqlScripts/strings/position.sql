SELECT POSITION('l' IN 'hello'), POSITION('z' IN 'hello'), POSITION('' IN 'hello'), POSITION('本' IN '日本'), POSITION('lo' IN 'hello'), POSITION('a' IN CAST(NULL AS STRING));
