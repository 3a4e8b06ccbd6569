-- unordered
CREATE TABLE a (id INT) WITH ('connector' = 'print', 'print-identifier' = 'A');
CREATE TABLE b (id INT, s STRING) WITH ('connector' = 'print', 'print-identifier' = 'B');
EXECUTE STATEMENT SET
BEGIN
  INSERT INTO a SELECT x FROM (VALUES (1), (2)) AS t(x);
  INSERT INTO b SELECT x * 10, 'v' FROM (VALUES (1), (2)) AS t(x) WHERE x > 1;
END;
