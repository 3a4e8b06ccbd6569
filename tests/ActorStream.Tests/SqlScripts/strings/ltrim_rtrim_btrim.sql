SELECT '[' || LTRIM('  a  ') || ']', '[' || RTRIM('  a  ') || ']', LTRIM('xxa', 'x'), RTRIM('axyx', 'xy'), '[' || BTRIM('  a  ') || ']', BTRIM('xyaxy', 'yx'), LTRIM('abc', ''), RTRIM('   ');
