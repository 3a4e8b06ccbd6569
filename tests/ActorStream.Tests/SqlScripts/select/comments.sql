-- a comment; with a semicolon
SELECT /* inline; comment */ 1, -- to the end
  2 /* over
  lines */, '-- not a comment', '/* neither */', 3;
