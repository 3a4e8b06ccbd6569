SELECT LEFT('hello', 2), LEFT('hello', 10), LEFT('hello', 0), LEFT('hello', -1), RIGHT('hello', 2), RIGHT('hello', 10), RIGHT('hello', 0), RIGHT('hello', -1), LEFT('日本語', 2), LEFT('', 1);
