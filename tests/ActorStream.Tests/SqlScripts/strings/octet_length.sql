-- fail
SELECT OCTET_LENGTH('日本');
