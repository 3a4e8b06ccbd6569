-- fail
SELECT TO_TIMESTAMP_LTZ('garbage');
