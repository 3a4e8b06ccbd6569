-- fail
CREATE TABLE p (id INT, s STRING) WITH ('connector' = 'print');
INSERT INTO p SELECT CAST(x AS INT), x FROM (VALUES ('1'), ('2'), ('3'), ('x'), ('5')) AS t(x) WHERE x <> '2';
