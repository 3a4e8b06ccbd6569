SELECT TRANSLATE('hello', 'el', 'ip'), TRANSLATE('hello', 'l', ''), TRANSLATE('hello', 'lo', 'L'), TRANSLATE('hello', '', 'x'), TRANSLATE('日本', '本', 'x'), TRANSLATE('aab', 'aa', 'xy');
