SELECT '', ARRAY['', ' '], ROW(''), MAP['', ''];
