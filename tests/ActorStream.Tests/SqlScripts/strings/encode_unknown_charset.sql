-- fail
SELECT ENCODE('a', 'nope');
