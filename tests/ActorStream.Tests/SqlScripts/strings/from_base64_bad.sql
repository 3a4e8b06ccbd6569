-- fail
SELECT FROM_BASE64('***');
