SELECT PRINTF('%s-%d', 'a', 5), PRINTF('%05.2f', 3.14159e0), PRINTF('%x', 255), PRINTF('100%%'), PRINTF('%s'), PRINTF('%d', 'a');
