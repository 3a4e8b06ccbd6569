SELECT TRIM(BOTH 'xy' FROM 'xyaxyx'), TRIM(LEADING 'ab' FROM 'bbaac');
