SELECT 'ab'
'cd';
