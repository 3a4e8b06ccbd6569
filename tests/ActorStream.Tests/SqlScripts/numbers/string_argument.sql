-- fail
SELECT ABS('5');
