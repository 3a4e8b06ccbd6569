SELECT DATE_FORMAT('2024-02-09 03:04:05', 'yyyyMMdd'), DATE_FORMAT('2024-02-09', 'yyyy/MM/dd HH'), DATE_FORMAT('garbage', 'yyyy');
