SELECT 'a' || 'b' || 'c', CONCAT('a', 'b'), CONCAT('a', CAST(NULL AS STRING), 'c'), 'a' || CAST(NULL AS STRING), CONCAT('x'), TYPEOF('a' || 'bc'), TYPEOF(CONCAT('a', 'b'));
