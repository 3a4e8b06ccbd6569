-- unordered
SELECT TO_TIMESTAMP('2020/5/6', 'yyyy/M/d'), TO_TIMESTAMP('20200506', 'yyyyMMdd'),
    TO_TIMESTAMP('2020-05-06T07:08:09Z', 'yyyy-MM-dd''T''HH:mm:ss''Z'''), TO_TIMESTAMP('06-May-2020 07:08:09', 'dd-MMM-yyyy HH:mm:ss');
SELECT TO_TIMESTAMP('2020-05-06 7:8:9', 'yyyy-MM-dd H:m:s'), TO_TIMESTAMP('5/6/20 1:02 PM', 'M/d/yy h:mm a'),
    TO_TIMESTAMP('2020-05-06 12:34', 'yyyy-MM-dd HH:mm'), TO_TIMESTAMP('2020-05', 'yyyy-MM'),
    TO_TIMESTAMP('2020', 'yyyy'), TO_TIMESTAMP('12:30', 'HH:mm');
SELECT TO_TIMESTAMP('Wednesday, May 6, 2020', 'EEEE, MMMM d, yyyy'), TO_TIMESTAMP('Tue May 6 2020', 'EEE MMM d yyyy'),
    TO_TIMESTAMP('2020127', 'yyyyDDD'), TO_TIMESTAMP('06.05.2020 07:08:09.1234', 'dd.MM.yyyy HH:mm:ss.SSSS'),
    TO_TIMESTAMP('2020-05-06 24:00:00', 'yyyy-MM-dd HH:mm:ss');
