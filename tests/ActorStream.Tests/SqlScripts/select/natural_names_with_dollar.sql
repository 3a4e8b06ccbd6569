SELECT $a FROM (VALUES (1)) AS t($a);
