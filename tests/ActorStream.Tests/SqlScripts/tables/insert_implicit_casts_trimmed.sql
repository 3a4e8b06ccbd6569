SET 'table.exec.sink.type-length-enforcer' = 'TRIM_PAD';
CREATE TABLE p (e VARCHAR(2), g CHAR(4), h BINARY(2)) WITH ('connector' = 'print');
INSERT INTO p SELECT 'abcdef', 'xy', X'010203';
