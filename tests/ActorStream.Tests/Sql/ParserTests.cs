using ActorStream.Sql;
using ActorStream.Sql.Syntax;

namespace ActorStream.Tests.Sql;

public sealed class ParserTests
{
    /// <summary>Expressions and how they bind, with every nesting made visible.</summary>
    [Theory]
    [InlineData("a + b * c", "`a` + `b` * `c`")]
    [InlineData("a - b - c", "`a` - `b` - `c`")]
    [InlineData("- a * b", "- `a` * `b`")]
    [InlineData("NOT a = b AND c", "NOT `a` = `b` AND `c`")]
    [InlineData("NOT (a AND b)", "NOT (`a` AND `b`)")]
    [InlineData("-(a + b)", "- (`a` + `b`)")]
    [InlineData("(a IS NULL) IS TRUE", "`a` IS NULL IS TRUE")]
    [InlineData("a - (b - c)", "`a` - (`b` - `c`)")]
    [InlineData("(a + b) * c", "(`a` + `b`) * `c`")]
    [InlineData("(a OR b) AND c", "(`a` OR `b`) AND `c`")]
    [InlineData("(a = b) = c", "`a` = `b` = `c`")]
    [InlineData("a = (b = c)", "`a` = (`b` = `c`)")]
    [InlineData("a OR b AND c", "`a` OR `b` AND `c`")]
    [InlineData("a AND b AND c AND d", "`a` AND `b` AND `c` AND `d`")]
    [InlineData("a || b || c", "`a` || `b` || `c`")]
    [InlineData("a = b IS NULL", "`a` = `b` IS NULL")]
    [InlineData("a IS NOT TRUE = b", "(`a` IS NOT TRUE) = `b`")]
    [InlineData("a + 1 BETWEEN 1 AND 2 AND c", "`a` + 1 BETWEEN ASYMMETRIC 1 AND 2 AND `c`")]
    [InlineData("a NOT BETWEEN SYMMETRIC 3 AND 1", "`a` NOT BETWEEN SYMMETRIC 3 AND 1")]
    [InlineData("a IN (1, 2) = true", "(`a` IN (1, 2)) = TRUE")]
    [InlineData("a NOT LIKE 'x' || '%' ESCAPE '!'", "`a` NOT LIKE 'x' || '%' ESCAPE '!'")]
    [InlineData("a IS NOT DISTINCT FROM b + 1", "`a` IS NOT DISTINCT FROM `b` + 1")]
    [InlineData("a SIMILAR TO 'x+'", "`a` SIMILAR TO 'x+'")]
    [InlineData("a % 2 <> 0", "`a` % 2 <> 0")]
    [InlineData("CASE WHEN a THEN 1 ELSE 2 END", "CASE WHEN `a` THEN 1 ELSE 2 END")]
    [InlineData("CASE a WHEN 1, 2 THEN b END", "CASE `a` WHEN 1, 2 THEN `b` ELSE NULL END")]
    [InlineData("CAST(a AS DECIMAL(10, 2))", "CAST(`a` AS DECIMAL(10, 2))")]
    [InlineData("TRY_CAST(a AS TIMESTAMP(3) WITH LOCAL TIME ZONE)", "TRY_CAST(`a` AS TIMESTAMP_LTZ(3))")]
    [InlineData("EXTRACT(YEAR FROM a)", "EXTRACT(YEAR FROM `a`)")]
    [InlineData("TRIM(a)", "TRIM(BOTH ' ' FROM `a`)")]
    [InlineData("TRIM(LEADING 'x' FROM a)", "TRIM(LEADING 'x' FROM `a`)")]
    [InlineData("SUBSTRING(a FROM 2 FOR 3)", "SUBSTRING(`a`, 2, 3)")]
    [InlineData("POSITION('x' IN a)", "POSITION('x' IN `a`)")]
    [InlineData("OVERLAY(a PLACING b FROM 1 FOR 2)", "OVERLAY(`a` PLACING `b` FROM 1 FOR 2)")]
    [InlineData("FLOOR(ts TO HOUR)", "FLOOR(`ts` TO HOUR)")]
    [InlineData("TIMESTAMPDIFF(day, a, b)", "TIMESTAMPDIFF(DAY, `a`, `b`)")]
    [InlineData("a[1].b.c", "((`a`[1]).`b`).`c`")]
    [InlineData("MAP['a', 1]['a']", "MAP['a', 1]['a']")]
    [InlineData("ROW(1, 'x')", "ROW(1, 'x')")]
    [InlineData("(1, 2)", "ROW(1, 2)")]
    [InlineData("ARRAY[1, 2][1]", "ARRAY[1, 2][1]")]
    [InlineData("DATE '2020-01-01'", "DATE '2020-01-01'")]
    [InlineData("INTERVAL -'1 2' DAY(3) TO HOUR", "INTERVAL -'1 2' DAY(3) TO HOUR")]
    [InlineData("INTERVAL '5' SECONDS", "INTERVAL '5' SECOND")]
    [InlineData("X'1f'", "X'1F'")]
    [InlineData("U&'\\0041!'", "'A!'")]
    [InlineData("U&'!0041' UESCAPE '!'", "'A'")]
    [InlineData("_utf8'it''s'", "'it''s'")]
    [InlineData("'a'\n'b'", "'ab'")]
    [InlineData("1e3 + .5 + 1.", "1e3 + .5 + 1.")]
    [InlineData("COUNT(DISTINCT a) FILTER (WHERE b) OVER (PARTITION BY c ORDER BY d DESC)",
        "COUNT(DISTINCT `a`) FILTER (WHERE `b`) OVER (PARTITION BY `c` ORDER BY `d` DESC)")]
    [InlineData("JSON_VALUE(a, '$.x' RETURNING INT DEFAULT 1 ON EMPTY ERROR ON ERROR)",
        "JSON_VALUE(`a`, '$.x' RETURNING INT DEFAULT 1 ON EMPTY ERROR ON ERROR)")]
    [InlineData("JSON_OBJECT('a' VALUE 1, KEY 'b' VALUE 2 ABSENT ON NULL)", "JSON_OBJECT(KEY 'a' VALUE 1, KEY 'b' VALUE 2 ABSENT ON NULL)")]
    [InlineData("a IS NOT JSON OBJECT", "`a` IS NOT JSON OBJECT")]
    [InlineData("CURRENT_DATE", "CURRENT_DATE")]
    [InlineData("left(a, 1)", "left(`a`, 1)")]
    [InlineData("CAST(a AS ROW<x INT NOT NULL, y ARRAY<STRING>>)", "CAST(`a` AS ROW<`x` INT NOT NULL, `y` ARRAY<STRING>>)")]
    [InlineData("CAST(a AS MAP<STRING, MULTISET<INT>>)", "CAST(`a` AS MAP<STRING, MULTISET<INT>>)")]
    [InlineData("a > ALL (1, 2)", "`a` > ALL (1, 2)")]
    [InlineData("((SELECT 1) + 1)", "(SELECT 1) + 1")]
    public void ExpressionBinds(string sql, string expected) => Assert.Equal(expected, SqlWriter.Write(Parser.ParseExpression(sql)));

    [Theory]
    [InlineData("SELECT a AS b, t.*, c FROM t WHERE a > 1")]
    [InlineData("SELECT DISTINCT a FROM (SELECT * FROM t) AS x (a) LIMIT 10 OFFSET 5")]
    [InlineData("SELECT ALL a FROM t ORDER BY a DESC NULLS LAST, 2 OFFSET 5 ROWS FETCH NEXT 10 ROWS ONLY")]
    [InlineData("SELECT * FROM a LEFT JOIN b FOR SYSTEM_TIME AS OF a.p AS c ON a.x = c.x, d CROSS JOIN e")]
    [InlineData("SELECT * FROM a JOIN b USING (x, y) NATURAL LEFT JOIN c FULL OUTER JOIN d ON TRUE")]
    [InlineData("SELECT * FROM a JOIN (b JOIN c ON 1 = 1) ON 2 = 2")]
    [InlineData("SELECT * FROM t /*+ OPTIONS('a'='b') */ AS x")]
    [InlineData("SELECT /*+ LOOKUP('table'='d', 'async'='true'), BROADCAST(t) */ * FROM t")]
    [InlineData("WITH a AS (SELECT 1), b (x) AS (VALUES (2)) SELECT * FROM a, b")]
    [InlineData("SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION SELECT 4 INTERSECT SELECT 5 EXCEPT ALL SELECT 6")]
    [InlineData("(SELECT 1 LIMIT 1) UNION ALL (SELECT 2) ORDER BY 1")]
    [InlineData("VALUES 1, (2), ROW(3)")]
    [InlineData("TABLE a.b.t")]
    [InlineData("SELECT * FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' HOUR)) w")]
    [InlineData("SELECT * FROM HOP(DATA => TABLE t PARTITION BY a, TIMECOL => DESCRIPTOR(ts), SLIDE => INTERVAL '1' DAY)")]
    [InlineData("SELECT * FROM t, LATERAL TABLE(f(x)) AS y (c), UNNEST(arr) WITH ORDINALITY AS u (v, o)")]
    [InlineData("SELECT COUNT(*) FROM t GROUP BY GROUPING SETS ((a), (b), ()), ROLLUP(a, b), CUBE(c), d HAVING COUNT(*) > 1")]
    [InlineData("SELECT SUM(a) OVER w FROM t WINDOW w AS (PARTITION BY x ORDER BY y ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)")]
    [InlineData("SELECT LAG(a, 1) IGNORE NULLS OVER (ORDER BY b RANGE UNBOUNDED PRECEDING) FROM t QUALIFY 1 = 1")]
    [InlineData("SELECT * FROM t WHERE a IN (SELECT b FROM u) AND EXISTS (SELECT 1) AND c = (SELECT MAX(d) FROM v)")]
    [InlineData("SELECT ARRAY(SELECT 1), f(a => 1, b => DEFAULT)")]
    public void QueryIsWrittenAsItWasRead(string sql)
    {
        string once = SqlWriter.Write(Query(sql));
        Assert.Equal(once, SqlWriter.Write(Query(once)));
    }

    private static SqlQuery Query(string sql) => Assert.IsType<SqlQueryStatement>(Parser.ParseStatement(sql)).Query;

    [Fact]
    public void CreateTableKeepsEveryClause()
    {
        var table = Assert.IsType<SqlCreateTable>(Parser.ParseStatement("""
            CREATE TEMPORARY TABLE IF NOT EXISTS db.t (
              id INT PRIMARY KEY NOT ENFORCED COMMENT 'key', -- a comment
              `b c` STRING NOT NULL,
              c AS id + 1 COMMENT 'computed',
              ts TIMESTAMP(3) METADATA FROM 'timestamp' VIRTUAL,
              part INT METADATA,
              r ROW<x INT, y ARRAY<STRING NOT NULL>>,
              WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
            ) COMMENT 'table' PARTITIONED BY (id) WITH ('connector' = 'kafka', 'x' = 'it''s') LIKE o (EXCLUDING OPTIONS)
            """));
        Assert.True(table.IsTemporary && table.IfNotExists);
        Assert.Equal(["id", "b c", "c", "ts", "part", "r"], table.Columns.Select(c => c.Name));
        Assert.Equal("key", table.Columns[0].Comment);
        Assert.True(Assert.IsType<SqlPhysicalColumn>(table.Columns[1]).Type.IsNotNull);
        Assert.Equal("`id` + 1", SqlWriter.Write(Assert.IsType<SqlComputedColumn>(table.Columns[2]).Expression));
        var metadata = Assert.IsType<SqlMetadataColumn>(table.Columns[3]);
        Assert.Equal(("timestamp", true), (metadata.Key, metadata.IsVirtual));
        Assert.Null(Assert.IsType<SqlMetadataColumn>(table.Columns[4]).Key);
        SqlKeyConstraint key = Assert.Single(table.Constraints);
        Assert.Equal((true, false, "id"), (key.IsPrimary, key.IsEnforced, key.Columns[0].Last));
        Assert.Equal("ts", Assert.Single(table.Watermarks).Column.Last);
        Assert.Equal("it's", table.Options[1].Value);
        Assert.Equal("EXCLUDING", table.Like!.Options[0].Strategy);
        Assert.Equal(new SourcePosition(0, 1, 1), table.Position);
        Assert.Equal(3, table.Columns[1].Position.Line);
    }

    [Fact]
    public void ScriptHasStatementsWithTheirTextAndPosition()
    {
        IReadOnlyList<SqlStatement> script = Parser.ParseScript("""
            SET 'a' = 'b';; -- empty one
            /* note ; */ CREATE VIEW v AS SELECT 1 AS x ;
            EXECUTE STATEMENT SET BEGIN
              INSERT INTO t SELECT 1;
              INSERT INTO u (a, b) VALUES (1, 2), (3, 4);
            END;
            BEGIN STATEMENT SET; INSERT INTO t TABLE v; END;
            RESET; SHOW TABLES LIKE '%x'; SHOW CREATE VIEW v; DESC t; DROP VIEW IF EXISTS v; USE CATALOG c; EXPLAIN SELECT 1
            """);
        Assert.Equal(
            [
                "SqlSet", "SqlCreateView", "SqlStatementSet", "SqlStatementSet", "SqlReset", "SqlShow", "SqlShowCreate", "SqlDescribe",
                "SqlDrop", "SqlUse", "SqlExplain",
            ],
            script.Select(s => s.GetType().Name));
        Assert.Equal("CREATE VIEW v AS SELECT 1 AS x", script[1].Text);
        Assert.Equal("SELECT 1 AS x", ((SqlCreateView)script[1]).QueryText);
        Assert.Equal((2, 14), (script[1].Position.Line, script[1].Position.Column));
        SqlInsert insert = ((SqlStatementSet)script[2]).Inserts[1];
        Assert.Equal(["a", "b"], insert.Columns!.Select(c => c.Last));
        Assert.Equal("INSERT INTO u (a, b) VALUES (1, 2), (3, 4)", insert.Text);
    }

    [Fact]
    public void StatementsBeforeAFaultAreStillRead()
    {
        using IEnumerator<SqlStatement> script = Parser.ReadScript("SELECT 1; SELECT 'open").GetEnumerator();
        Assert.True(script.MoveNext());
        SqlException error = Assert.Throws<SqlException>(() => script.MoveNext());
        Assert.Equal((1, 18), (error.Line, error.Column));
    }

    [Theory]
    [InlineData("SELECT a FROM t WHERE", 1, 22, "Expected an expression, but found the end of the statement.")]
    [InlineData("SELECT a b c FROM t", 1, 12, "Expected \";\" or the end of the script, but found \"c\".")]
    [InlineData("SELECT 1 AS value FROM t", 1, 13, "Expected an alias name, but found the keyword VALUE.")]
    [InlineData("SELECT year, a FROM t", 1, 8, "Expected an expression, but found the keyword YEAR.")]
    [InlineData("SELECT a != 1 FROM t", 1, 10, "The operator != is not allowed in Flink SQL.")]
    [InlineData("SELECT \"a\" FROM t", 1, 8, "A double quote is no part of SQL here.")]
    [InlineData("SELECT 'x\n\n FROM t", 1, 8, "A string is not closed.")]
    [InlineData("SELECT /* x", 1, 8, "A comment is not closed.")]
    [InlineData("SELECT 'a' 'b'", 1, 12, "A string is followed by another on the same line.")]
    [InlineData("SELECT x'1'", 1, 8, "A binary string has an odd number of hexadecimal digits.")]
    [InlineData("SELECT a FROM t LIMIT 1, 2", 1, 24, "LIMIT start, count is not allowed in Flink SQL.")]
    [InlineData("SELECT 1 MINUS SELECT 2", 1, 10, "MINUS is not allowed in Flink SQL.")]
    [InlineData("SELECT INTERVAL '1' MILLISECOND", 1, 21,
        "Expected YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE or SECOND, but found \"MILLISECOND\".")]
    [InlineData("SELECT MAP['a']", 1, 8, "A map has 1 items, an odd number.")]
    [InlineData("CREATE TABLE t (\n  a INT,\n) WITH ('a'='b')", 3, 1, "Expected a column name, but found \")\".")]
    [InlineData("CREATE TABLE t (a INT) WITH (a = 'b')", 1, 30, "Expected an option key as a string, but found \"a\".")]
    [InlineData("CREATE TABLE t (a INT COMMENT 'x' PRIMARY KEY NOT ENFORCED)", 1, 35,
        "Expected \",\" or \")\", but found the keyword PRIMARY.")]
    [InlineData("CREATE TABLE t (a FOO<)", 1, 22, "Expected \",\" or \")\", but found \"<\".")]
    [InlineData("CREATE TABLE t (date DATE)", 1, 17, "Expected a column name, but found the keyword DATE.")]
    [InlineData("INSERT OVERWRITE t SELECT 1", 1, 8, "INSERT OVERWRITE is not supported by this version.")]
    [InlineData("INSERT INTO TABLE t SELECT 1", 1, 13, "Expected a table name, but found the keyword TABLE.")]
    [InlineData("EXECUTE STATEMENT SET BEGIN END", 1, 29, "Expected INSERT, but found the keyword END.")]
    [InlineData("SET a = 'b'", 1, 5, "SET needs its key as a string.")]
    [InlineData("FOO", 1, 1,
        "Expected a statement (SELECT, INSERT, CREATE, DROP, SET, SHOW, DESCRIBE, EXPLAIN, ...), but found \"FOO\".")]
    [InlineData("UPDATE t SET a = 1", 1, 1, "The statement UPDATE is not supported by this version.")]
    [InlineData("SELECT * FROM t AS x FOR SYSTEM_TIME AS OF p", 1, 22, "FOR SYSTEM_TIME AS OF stands behind the alias of its table.")]
    [InlineData("SELECT a FROM t TABLESAMPLE BERNOULLI(10)", 1, 17, "TABLESAMPLE is not supported by this version.")]
    public void FaultIsNamedWhereItIs(string sql, int line, int column, string message)
    {
        SqlException error = Assert.Throws<SqlException>(() => Parser.ParseScript(sql));
        Assert.Equal((line, column, message), (error.Line, error.Column, error.Message));
    }

    [Fact]
    public void ErrorIsRenderedWithACaret()
    {
        const string Sql = "SELECT a\nFROM t\nWHERE year > 1";
        SqlException error = Assert.Throws<SqlException>(() => Parser.ParseScript(Sql));
        Assert.Equal("""
            Expected an expression, but found the keyword YEAR. (line 3, column 7)
              WHERE year > 1
                    ^
            Hint: year is a reserved word; as a name it is written `year`.
            """, error.Render(Sql));
    }

    [Theory]
    [InlineData(10_000, "(", "1", ")")]
    [InlineData(10_000, "NOT ", "a", "")]
    [InlineData(10_000, "- ", "1", "")]
    [InlineData(10_000, "CASE WHEN ", "a", " THEN 1 END")]
    [InlineData(10_000, "(SELECT ", "1", ")")]
    [InlineData(10_000, "f(", "1", ")")]
    [InlineData(10_000, "ARRAY[", "1", "]")]
    [InlineData(10_000, "a IN (", "1", ")")]
    [InlineData(10_000, "((SELECT ", "1", ") + 1)")]
    public void DeepNestingIsATypedError(int depth, string open, string core, string close)
    {
        string sql = "SELECT " + Repeat(open, depth) + core + Repeat(close, depth);
        SqlException error = Assert.Throws<SqlException>(() => Parser.ParseScript(sql));
        Assert.Contains("nests more than 200 levels deep", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT * FROM ", "(SELECT * FROM ", "t", ")")]
    [InlineData("SELECT * FROM ", "(", "t", ")")]
    [InlineData("", "(", "SELECT 1", ")")]
    [InlineData("SELECT CAST(a AS ", "ARRAY<", "INT", ">)")]
    public void DeepRelationsAndTypesAreATypedError(string start, string open, string core, string close)
    {
        string sql = start + Repeat(open, 10_000) + core + Repeat(close, 10_000);
        Assert.Contains("deep", Assert.Throws<SqlException>(() => Parser.ParseScript(sql)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(150, 1)]
    [InlineData(190, 0)]
    public void ReasonableNestingIsRead(int depth, int links)
    {
        string sql = "SELECT " + Repeat("(", depth) + "1" + Repeat(Repeat(" + 1", links) + ")", depth);
        Assert.Single(Parser.ParseScript(sql));
    }

    [Fact]
    public void LongChainsAreReadOrRefused()
    {
        Assert.Single(Parser.ParseScript("SELECT a" + Repeat(" AND a", 20_000)));
        Assert.Single(Parser.ParseScript("SELECT 'a'" + Repeat(" || 'a'", 20_000)));
        Assert.Single(Parser.ParseScript("SELECT 1" + Repeat(", 1", 20_000)));
        Assert.Single(Parser.ParseScript("SELECT 1" + Repeat(" UNION ALL SELECT 1", 400)));
        Assert.Single(Parser.ParseScript("SELECT 1" + Repeat(" + 1", 400)));
        Assert.Throws<SqlException>(() => Parser.ParseScript("SELECT 1" + Repeat(" + 1", 20_000)));
        Assert.Throws<SqlException>(() => Parser.ParseScript("SELECT " + Repeat("(", 100) + "1" + Repeat(Repeat(" + 1", 100) + ")", 100)));
        Assert.Throws<SqlException>(() => Parser.ParseScript("SELECT * FROM a" + Repeat(" JOIN a ON TRUE", 20_000)));
        Assert.Throws<SqlException>(() => Parser.ParseScript("SELECT a" + Repeat("[1]", 20_000)));
    }

    [Fact]
    public void TextOverAMegabyteIsRefused() =>
        Assert.Contains("limit", Fault(new string(' ', 1024 * 1024) + "x").Message, StringComparison.Ordinal);

    private static SqlException Fault(string sql) => Assert.Throws<SqlException>(() => Parser.ParseScript(sql));

    /// <summary>Whatever is done to a text, the answer is a tree or a <see cref="SqlException"/> with a place inside the text.</summary>
    [Fact]
    public void MutatedTextNeverFailsOtherwise()
    {
        string[] seeds =
        [
            "SELECT a.b[1] AS x, COUNT(DISTINCT c) OVER (PARTITION BY d) FROM t /*+ OPTIONS('a'='b') */ AS u "
                + "LEFT JOIN v FOR SYSTEM_TIME AS OF u.p ON u.a = v.a WHERE x IN (1, 2) AND NOT (y BETWEEN 1 AND 2)",
            "CREATE TABLE t (a INT NOT NULL COMMENT 'x', b AS a + 1, c ROW<x INT, y ARRAY<STRING>>, "
                + "WATERMARK FOR d AS d - INTERVAL '5' SECOND, PRIMARY KEY (a) NOT ENFORCED) WITH ('k' = 'v')",
            "EXECUTE STATEMENT SET BEGIN INSERT INTO t (a) SELECT CASE WHEN a THEN 'x' ELSE U&'\\0041' END FROM (VALUES (1), (2)) AS v (a);"
                + " END; EXPLAIN CHANGELOG_MODE SELECT 1e3",
        ];
        string[] pieces =
        [
            "(", ")", "'", "`", ",", "SELECT ", "FROM ", "*", ";", "/*+", "*/", "--", "<", ">", "\u0000", "é", "1e", ".", "AS ", "[",
            "NOT ", "=",
        ];
        var random = new Random(20260101);
        for (int i = 0; i < 6000; i++)
        {
            var text = new System.Text.StringBuilder(seeds[i % seeds.Length]);
            for (int change = random.Next(1, 5); change > 0; change--)
            {
                int at = random.Next(text.Length);
                switch (random.Next(3))
                {
                    case 0:
                        text.Remove(at, Math.Min(random.Next(1, 9), text.Length - at));
                        break;
                    case 1:
                        text.Insert(at, pieces[random.Next(pieces.Length)]);
                        break;
                    default:
                        text.Length = Math.Max(1, at);
                        break;
                }

                if (text.Length == 0)
                {
                    text.Append(' ');
                }
            }

            CheckNoOtherFailure(text.ToString());
        }
    }

    private static void CheckNoOtherFailure(string sql)
    {
        try
        {
            foreach (SqlStatement statement in Parser.ReadScript(sql))
            {
                if (statement is SqlQueryStatement query)
                {
                    SqlWriter.Write(query.Query);
                }
            }
        }
        catch (SqlException e)
        {
            Assert.InRange(e.Line, 1, sql.Count(c => c == '\n') + 1);
            Assert.InRange(e.Column, 1, sql.Length + 1);
            Assert.Contains(e.Message, e.Render(sql), StringComparison.Ordinal);
        }
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
