SELECT 'abc', 'it''s', '', ' pad ', 'ünïcödé', '日本語', '😀', 'line1
line2', 'tab	tab';
SELECT TYPEOF('abc'), TYPEOF('it''s'), TYPEOF(''), TYPEOF('日本語'), TYPEOF('😀');
