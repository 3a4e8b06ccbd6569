-- fail
SELECT /*+ NO_SUCH_HINT(a) */ x FROM (VALUES (1)) AS t(x);
