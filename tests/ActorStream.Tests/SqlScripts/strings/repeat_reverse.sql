SELECT REPEAT('ab', 3), REPEAT('ab', 0), REPEAT('ab', -1), REPEAT('', 5), REVERSE('hello'), REVERSE('日本'), REVERSE('a😀b'), REVERSE('');
