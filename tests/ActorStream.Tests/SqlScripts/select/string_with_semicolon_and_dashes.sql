SELECT 'a;b', 'x -- y', 'it''s; ok';
