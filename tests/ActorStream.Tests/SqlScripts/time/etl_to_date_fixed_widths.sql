-- unordered
SELECT TO_DATE(s, f), TO_TIMESTAMP(s, f) FROM (VALUES ('2020-02-29', 'yyyyMMdd'), ('20-2-9', 'yyMMdd'), ('2020-0-1', 'yyyyMMdd'), ('202002291', 'yyyyMMdd'), ('2020 229', 'yyyyMMdd'), ('1 Jan 2020', 'd MMM yyyy'), ('1 JANUARY 2020', 'd MMM yyyy'), ('12:05 pm 01/02/2020', 'hh:mm a MM/dd/yyyy')) AS t (s, f);
