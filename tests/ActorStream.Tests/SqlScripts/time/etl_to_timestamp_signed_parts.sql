SELECT TO_TIMESTAMP('2020-+1-01', 'yyyy-MM-dd'), TO_TIMESTAMP('2020-1-01 +1:+2:3', 'yyyy-MM-dd HH:mm:ss');
