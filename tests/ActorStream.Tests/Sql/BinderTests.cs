using ActorStream.Expressions;
using ActorStream.Plan;
using ActorStream.Sql;
using ActorStream.Sql.Syntax;

namespace ActorStream.Tests.Sql;

public sealed class BinderTests
{
    private const string Tables = """
        CREATE TABLE a (id INT NOT NULL, s STRING, n BIGINT, d DECIMAL(10, 2), ts TIMESTAMP(3), p AS PROCTIME(), f DOUBLE, b BOOLEAN,
            r ROW<x INT, y ROW<z STRING>>, arr ARRAY<INT>) WITH ('connector' = 'datagen');
        CREATE TABLE dim (id INT, s STRING, bid INT, PRIMARY KEY (id) NOT ENFORCED) WITH ('connector' = 'jdbc');
        CREATE TABLE dim2 (id INT, s STRING, bid BIGINT, e AS bid + 1) WITH ('connector' = 'jdbc');
        CREATE TABLE snk (x INT, y STRING) WITH ('connector' = 'blackhole');
        CREATE TABLE strict (x INT NOT NULL, y STRING, z BIGINT) WITH ('connector' = 'blackhole');
        CREATE VIEW va AS SELECT id AS k, s, p AS pt, n FROM a WHERE id > 0;
        """;

    private static StatementExecutor NewSession()
    {
        var executor = new StatementExecutor(registry: null, new SessionSettings());
        foreach (SqlStatement statement in Parser.ParseScript(Tables))
        {
            executor.Execute(statement);
        }

        return executor;
    }

    private static string SchemaOf(string sql) => NewSession().Execute(Parser.ParseStatement(sql)).Schema.ToString();

    private static SqlException Fault(string sql)
    {
        StatementExecutor session = NewSession();
        return Assert.Throws<SqlException>(() =>
        {
            foreach (SqlStatement statement in Parser.ParseScript(sql))
            {
                session.Execute(statement);
            }
        });
    }

    private static string Optimized(string sql)
    {
        object?[] row = Assert.Single(NewSession().Execute(Parser.ParseStatement("EXPLAIN " + sql)).Rows);
        string text = Assert.IsType<string>(row[0]);
        int start = text.IndexOf("== Optimized Plan ==\n", StringComparison.Ordinal) + "== Optimized Plan ==\n".Length;
        return text[start..text.IndexOf("\n== Stages ==", StringComparison.Ordinal)].TrimEnd().Replace(
            ", changelogMode=[I]", "", StringComparison.Ordinal)
            .Replace("changelogMode=[I]", "", StringComparison.Ordinal).Replace("`default_catalog`.`default_database`.", "",
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT id, s FROM a", "(id INT NOT NULL, s STRING)")]
    [InlineData("SELECT a.*, s AS s2 FROM va AS a", "(k INT NOT NULL, s STRING, pt TIMESTAMP_LTZ(3) NOT NULL, n BIGINT, s2 STRING)")]
    [InlineData("SELECT id, id, id FROM a", "(id INT NOT NULL, id0 INT NOT NULL, id1 INT NOT NULL)")]
    [InlineData("SELECT id + 1, 'x', s FROM a", "(EXPR$0 INT NOT NULL, EXPR$1 CHAR(1) NOT NULL, s STRING)")]
    [InlineData("SELECT default_catalog.default_database.a.id, default_database.a.s FROM a", "(id INT NOT NULL, s STRING)")]
    [InlineData("SELECT id FROM default_database.a", "(id INT NOT NULL)")]
    [InlineData("SELECT * FROM (VALUES (1, 'a'), (2, 'bcd')) AS t (x, y)", "(x INT NOT NULL, y VARCHAR(3) NOT NULL)")]
    [InlineData("VALUES (1, CAST(NULL AS STRING)), (2, 'a')", "(EXPR$0 INT NOT NULL, EXPR$1 STRING)")]
    [InlineData("VALUES (1, 'a'), (2.5, 'bcd')", "(EXPR$0 DECIMAL(11, 1) NOT NULL, EXPR$1 VARCHAR(3) NOT NULL)")]
    [InlineData("SELECT id, n FROM a UNION ALL SELECT n, id FROM a", "(id BIGINT, n BIGINT)")]
    [InlineData("SELECT 'a' UNION ALL SELECT 'bcd'", "(EXPR$0 VARCHAR(3) NOT NULL)")]
    [InlineData("SELECT 1 UNION ALL SELECT 1.5", "(EXPR$0 DECIMAL(11, 1) NOT NULL)")]
    [InlineData("WITH q (z) AS (SELECT id FROM a), q2 AS (SELECT z + 1 AS y FROM q) SELECT * FROM q2", "(y INT NOT NULL)")]
    [InlineData("SELECT CASE WHEN b THEN 1 END, CASE id WHEN 1 THEN 'a' ELSE 'bc' END FROM a", "(EXPR$0 INT, EXPR$1 VARCHAR(2) NOT NULL)")]
    [InlineData("SELECT CAST(id AS STRING), TRY_CAST(s AS INT), CAST(NULL AS DATE) FROM a",
        "(EXPR$0 STRING NOT NULL, EXPR$1 INT, EXPR$2 DATE)")]
    [InlineData("SELECT r.*, a.r.y.z, arr, x, a.x + 1 FROM a",
        "(x INT, y ROW<`z` STRING>, z STRING, arr ARRAY<INT>, x0 INT, EXPR$5 INT)")]
    [InlineData("SELECT id, u.* FROM a CROSS JOIN UNNEST(arr) AS u (e)", "(id INT NOT NULL, e INT)")]
    [InlineData("SELECT id, u.* FROM a, UNNEST(a.arr) AS u", "(id INT NOT NULL, u INT)")]
    [InlineData("SELECT id, u.* FROM a LEFT JOIN UNNEST(ARRAY[ROW(1, 'x')]) AS u (n, t) ON TRUE", "(id INT NOT NULL, n INT, t CHAR(1))")]
    [InlineData("SELECT id, k, v FROM a JOIN UNNEST(MAP['k', 1]) AS u (k, v) ON v > 0",
        "(id INT NOT NULL, k CHAR(1) NOT NULL, v INT NOT NULL)")]
    [InlineData("SELECT id, u.* FROM a CROSS JOIN UNNEST(arr) WITH ORDINALITY AS u", "(id INT NOT NULL, u INT, ORDINALITY INT NOT NULL)")]
    [InlineData("SELECT e FROM UNNEST(ARRAY[1, 2]) AS u (e)", "(e INT NOT NULL)")]
    [InlineData("SELECT CAST(id AS INTERVAL DAY), CAST(n AS INTERVAL MONTH) FROM a",
        "(EXPR$0 INTERVAL SECOND(3) NOT NULL, EXPR$1 INTERVAL MONTH)")]
    [InlineData("SELECT x1 FROM va AS t (x1, x2, x3, x4)", "(x1 INT NOT NULL)")]
    [InlineData("SELECT 1, 2147483648, 1.50, .5, 5., 1e3, -2147483648", "(EXPR$0 INT NOT NULL, EXPR$1 BIGINT NOT NULL, "
        + "EXPR$2 DECIMAL(3, 2) NOT NULL, EXPR$3 DECIMAL(1, 1) NOT NULL, EXPR$4 INT NOT NULL, EXPR$5 DOUBLE NOT NULL, "
        + "EXPR$6 INT NOT NULL)")]
    [InlineData("SELECT DATE '2023-2-9', TIME '10:00:00', TIMESTAMP '2020-01-01', TIMESTAMP '2020-01-01 10:00:00.123', "
        + "INTERVAL '1' DAY, X'1F'",
        "(EXPR$0 DATE NOT NULL, EXPR$1 TIME(0) NOT NULL, EXPR$2 TIMESTAMP(0) NOT NULL, EXPR$3 TIMESTAMP(3) NOT NULL, "
        + "EXPR$4 INTERVAL SECOND(3) NOT NULL, EXPR$5 BINARY(1) NOT NULL)")]
    [InlineData("SELECT id FROM a WHERE NULL", "(id INT NOT NULL)")]
    [InlineData("SELECT * FROM va LEFT JOIN dim FOR SYSTEM_TIME AS OF va.pt AS m ON va.k = m.id WHERE va.n > 5 AND m.bid IS NULL",
        "(k INT NOT NULL, s STRING, pt TIMESTAMP_LTZ(3) NOT NULL, n BIGINT, id INT, s0 STRING, bid INT)")]
    [InlineData("SELECT m.* FROM a JOIN dim FOR SYSTEM_TIME AS OF a.p AS m ON a.id = m.id", "(id INT NOT NULL, s STRING, bid INT)")]
    [InlineData("SELECT m.* FROM a, dim FOR SYSTEM_TIME AS OF a.p AS m WHERE a.id = m.id AND n > 1",
        "(id INT NOT NULL, s STRING, bid INT)")]
    [InlineData("SELECT * FROM va JOIN (SELECT 1 AS uno) AS o ON TRUE JOIN dim FOR SYSTEM_TIME AS OF va.pt USING (s)",
        "(k INT NOT NULL, s STRING, pt TIMESTAMP_LTZ(3) NOT NULL, n BIGINT, uno INT NOT NULL, id INT NOT NULL, bid INT)")]
    [InlineData("SELECT * FROM va NATURAL LEFT JOIN dim FOR SYSTEM_TIME AS OF va.pt AS d",
        "(k INT NOT NULL, s STRING, pt TIMESTAMP_LTZ(3) NOT NULL, n BIGINT, id INT, bid INT)")]
    [InlineData("SELECT a.id, e FROM a LEFT JOIN dim2 FOR SYSTEM_TIME AS OF a.p AS m ON a.id = m.id", "(id INT NOT NULL, e BIGINT)")]
    [InlineData("SELECT a.id FROM a JOIN dim2 FOR SYSTEM_TIME AS OF a.p ON a.id = dim2.bid", "(id INT NOT NULL)")]
    public void QueryHasTheSchemaThatFlinkGivesIt(string sql, string schema) => Assert.Equal(schema, SchemaOf(sql));

    [Theory]
    [InlineData("SELECT nope FROM a", 1, 8, "Column \"nope\" not found in any table.", null)]
    [InlineData("SELECT a.ids FROM a", 1, 8, "Column \"ids\" not found in table \"a\".", "Did you mean \"id\"?")]
    [InlineData("SELECT S FROM a", 1, 8, "Column \"S\" not found in any table.", "Did you mean \"s\"?")]
    [InlineData("SELECT c.id FROM a", 1, 8, "Table \"c\" not found in FROM.", "Did you mean \"a\"?")]
    [InlineData("SELECT a.id FROM a AS x", 1, 8, "Table \"a\" not found in FROM.", "Did you mean \"x\"?")]
    [InlineData("SELECT * FROM\n  snks", 2, 3, "Table or view \"snks\" not found.", "Did you mean \"snk\"?")]
    [InlineData("SELECT id FROM (SELECT id, id FROM a) t", 1, 8, "Column \"id\" is ambiguous.", "Put the table's name or alias before it.")]
    [InlineData("SELECT COALESC(s, 'x') FROM a", 1, 8, "Function \"COALESC\" not found.", "Did you mean \"coalesce\"?")]
    [InlineData("SELECT id FROM a WHERE id", 1, 24, "WHERE needs a condition of type BOOLEAN, but got INT NOT NULL.", null)]
    [InlineData("SELECT NULL", 1, 8, "NULL has no type here.", "Write CAST(NULL AS type).")]
    [InlineData("SELECT COUNT(*) FROM a", 1, 8, "The aggregate function COUNT is not supported by this version.", null)]
    [InlineData("SELECT id FROM a GROUP BY id", 1, 18, "GROUP BY is not supported by this version.", null)]
    [InlineData("SELECT DISTINCT id FROM a", 1, 8, "SELECT DISTINCT is not supported by this version.", null)]
    [InlineData("SELECT id FROM a INTERSECT SELECT id FROM a", 1, 18, "INTERSECT is not supported by this version.", null)]
    [InlineData("SELECT 1 UNION ALL SELECT 1, 2", 1, 20, "A query of UNION ALL has 2 columns, but the first has 1.", null)]
    [InlineData("SELECT CAST(id AS DATE) FROM a", 1, 8, "A value of type INT cannot be cast to DATE.", null)]
    [InlineData("SELECT * FROM a RIGHT JOIN dim FOR SYSTEM_TIME AS OF a.p AS m ON a.id = m.id", 1, 17,
        "A RIGHT lookup join is not supported by this version.", "INNER and LEFT are.")]
    [InlineData("SELECT * FROM a JOIN dim FOR SYSTEM_TIME AS OF a.ts AS m ON a.id = m.id", 1, 48,
        "FOR SYSTEM_TIME AS OF needs a time attribute, but column \"ts\" is a plain TIMESTAMP(3).",
        "Declare a processing-time column: proc_time AS PROCTIME().")]
    [InlineData("SELECT * FROM a JOIN dim FOR SYSTEM_TIME AS OF a.p AS m ON m.id = 3", 1, 65,
        "A lookup join needs an equality of a column of `default_catalog`.`default_database`.`dim` with the other side.",
        "Types must agree without a cast of the dimension's column: CAST the other side.")]
    [InlineData("INSERT INTO snk SELECT id, s, n FROM a", 1, 13,
        "The columns of the query and of the sink `default_catalog`.`default_database`.`snk` do not match. The number of columns differs.\n"
        + "Query schema: [id: INT NOT NULL, s: STRING, n: BIGINT]\nSink schema:  [x: INT, y: STRING]",
        "CAST the query's column, or change the table.")]
    [InlineData("INSERT INTO snk SELECT n, s FROM a", 1, 13,
        "The columns of the query and of the sink `default_catalog`.`default_database`.`snk` do not match. "
        + "Column \"x\" at position 0 is INT, but the query gives BIGINT.\n"
        + "Query schema: [n: BIGINT, s: STRING]\nSink schema:  [x: INT, y: STRING]",
        "CAST the query's column, or change the table.")]
    [InlineData("INSERT INTO snk (x, q) SELECT id, s FROM a", 1, 21,
        "Column \"q\" not found in table `default_catalog`.`default_database`.`snk`.", "Did you mean \"x\"?")]
    [InlineData("INSERT INTO snk (x, x) SELECT id, id FROM a", 1, 21, "Column \"x\" is named twice in the INSERT.", null)]
    [InlineData("INSERT INTO strict (y) SELECT s FROM a", 1, 21,
        "Column \"x\" of table `default_catalog`.`default_database`.`strict` is NOT NULL, but the INSERT does not name it.", null)]
    [InlineData("CREATE TABLE a (x INT)", 1, 14, "Table or view `default_catalog`.`default_database`.`a` exists already.",
        "Add IF NOT EXISTS, or DROP it first.")]
    [InlineData("CREATE TABLE t (x INT, x INT)", 1, 24, "Column \"x\" is declared twice.", null)]
    [InlineData("CREATE TABLE t (x INT, PRIMARY KEY (y) NOT ENFORCED)", 1, 37, "Column \"y\" of the primary key not found.",
        "Did you mean \"x\"?")]
    [InlineData("CREATE TABLE t (x INT, PRIMARY KEY (x))", 1, 24, "A PRIMARY KEY must be NOT ENFORCED: the data lies outside.",
        "Write PRIMARY KEY (...) NOT ENFORCED.")]
    [InlineData("CREATE TABLE t (x INT, y AS x + 1, z AS y + 1)", 1, 41, "Column \"y\" not found in any table.", "Did you mean \"x\"?")]
    [InlineData("CREATE TABLE t (x INT, WATERMARK FOR x AS x)", 1, 38,
        "The watermark's column \"x\" must be TIMESTAMP(p) or TIMESTAMP_LTZ(p) with p from 0 to 3, but is INT.", null)]
    [InlineData("CREATE VIEW v AS SELECT id, id FROM a", 1, 18, "The view has two columns \"id\".", "Give one of them an alias.")]
    [InlineData("DROP TABLE va", 1, 12, "Table \"va\" not found.", "It is a view: DROP VIEW.")]
    [InlineData("USE nope", 1, 5, "Database \"nope\" not found.", null)]
    [InlineData("SET 'table.local-time-zone' = 'Mars/Olympus'", 1, 1, "Time zone \"Mars/Olympus\" not found.",
        "Set 'table.local-time-zone' to a name as Asia/Shanghai, or an offset as GMT+08:00.")]
    [InlineData("SELECT DATE '2023-02-30'", 1, 8, "The literal DATE '2023-02-30' is no date or time.", "Write DATE 'yyyy-MM-dd'.")]
    [InlineData("SELECT * FROM a /*+ OPTION('x' = 'y') */", 1, 21, "Hint \"OPTION\" not found.",
        "Behind a table stands OPTIONS('key' = 'value').")]
    public void FaultIsNamedWhereItIs(string sql, int line, int column, string message, string? hint)
    {
        SqlException error = Fault(sql);
        Assert.Equal((message, hint, line, column), (error.Message, error.Hint, error.Line, error.Column));
    }

    [Fact]
    public void FilterGoesBelowTheLookupAndScansReadOnlyWhatIsUsed() => Assert.Equal(
        """
        Collect()
        +- Project(select=[k, bid])
           +- Filter(condition=[bid IS NULL])
              +- LookupJoin(table=[`dim`], joinType=[LeftOuterJoin], lookup=[id=k], select=[k, bid])
                 +- Project(select=[id AS k])
                    +- Filter(condition=[((id > 0) AND (n > 5:BIGINT))])
                       +- TableSourceScan(table=[`a`], fields=[id, n])
        """.ReplaceLineEndings("\n"),
        Optimized("SELECT va.k, m.bid FROM va LEFT JOIN dim FOR SYSTEM_TIME AS OF va.pt AS m ON va.k = m.id "
            + "WHERE va.n > 5 AND m.bid IS NULL"));

    [Fact]
    public void SinksOfAStatementSetShareOneScanAndOneLookup()
    {
        StatementExecutor session = NewSession();
        IReadOnlyList<SqlStatement> script = Parser.ParseScript("""
            CREATE VIEW e AS SELECT a.id, m.s, a.n FROM a LEFT JOIN dim FOR SYSTEM_TIME AS OF a.p AS m ON a.id = m.id WHERE a.n > 1;
            EXECUTE STATEMENT SET BEGIN
              INSERT INTO snk SELECT id, s FROM e WHERE n > 10;
              INSERT INTO strict SELECT id, s, n FROM e;
            END;
            """);
        session.Execute(script[0]);
        LogicalPlan plan = session.Execute(script[1]).Plan!;
        var nodes = new HashSet<LogicalNode>(ReferenceEqualityComparer.Instance);
        void Visit(LogicalNode node)
        {
            nodes.Add(node);
            foreach (LogicalNode input in node.Inputs)
            {
                Visit(input);
            }
        }

        foreach (LogicalNode sink in plan.Sinks)
        {
            Visit(sink);
        }

        Assert.Equal(2, plan.Sinks.Count);
        Assert.Single(nodes.OfType<ScanNode>());
        LookupJoinNode join = Assert.Single(nodes.OfType<LookupJoinNode>());
        Assert.Equal(["s"], join.Columns.Select(c => c.Name));
        Assert.Equal(["id", "n"], join.Input.Schema.Fields.Select(f => f.Name));
    }

    [Fact]
    public void SameQueryWrittenTwiceIsComputedOnce()
    {
        StatementExecutor session = NewSession();
        LogicalPlan plan = session.Execute(Parser.ParseStatement("""
            EXECUTE STATEMENT SET BEGIN
              INSERT INTO snk SELECT id, UPPER(s) FROM a WHERE id > 1;
              INSERT INTO snk SELECT id, UPPER(s) FROM a WHERE id > 1;
            END
            """)).Plan!;
        Assert.Same(plan.Sinks[0].Inputs[0], plan.Sinks[1].Inputs[0]);
    }

    [Fact]
    public void DescribeShowsKeysExtrasWatermarksAndComments()
    {
        StatementExecutor session = NewSession();
        session.Execute(Parser.ParseStatement("""
            CREATE TABLE src (id INT NOT NULL, `b c` STRING COMMENT 'it''s', amt DECIMAL(10,2), c AS amt * 2 + 1 COMMENT 'dbl',
              p AS PROCTIME(),
              ts TIMESTAMP(3) METADATA FROM 'timestamp' VIRTUAL, part INT METADATA, m MAP<STRING, INT>,
              WATERMARK FOR ts AS ts - INTERVAL '5' SECOND, PRIMARY KEY (id) NOT ENFORCED)
            COMMENT 'tab' PARTITIONED BY (id)
            WITH ('connector' = 'kafka', 'properties.sasl.password' = 'hidden', 'a' = 'b''c')
            """));
        StatementResult described = session.Execute(Parser.ParseStatement("DESCRIBE src"));
        Assert.Equal(["name", "type", "null", "key", "extras", "watermark", "comment"], described.Schema.Fields.Select(f => f.Name));
        Assert.Equal(
            [
                "id, INT, False, PRI(id), null, null, null",
                "b c, STRING, True, null, null, null, it's",
                "amt, DECIMAL(10, 2), True, null, null, null, null",
                "c, DECIMAL(22, 2), True, null, AS `amt` * 2 + 1, null, dbl",
                "p, TIMESTAMP_LTZ(3) *PROCTIME*, False, null, AS PROCTIME(), null, null",
                "ts, TIMESTAMP(3) *ROWTIME*, True, null, METADATA FROM 'timestamp' VIRTUAL, `ts` - INTERVAL '5' SECOND, null",
                "part, INT, True, null, METADATA, null, null",
                "m, MAP<STRING, INT>, True, null, null, null, null",
            ],
            described.Rows.Select(r => string.Join(", ", r.Select(v => v ?? "null"))));
        object? text = session.Execute(Parser.ParseStatement("SHOW CREATE TABLE src")).Rows[0][0];
        Assert.Equal(
            """
            CREATE TABLE `default_catalog`.`default_database`.`src` (
              `id` INT NOT NULL,
              `b c` VARCHAR(2147483647) COMMENT 'it''s',
              `amt` DECIMAL(10, 2),
              `c` AS `amt` * 2 + 1 COMMENT 'dbl',
              `p` AS PROCTIME(),
              `ts` TIMESTAMP(3) METADATA FROM 'timestamp' VIRTUAL,
              `part` INT METADATA,
              `m` MAP<VARCHAR(2147483647), INT>,
              WATERMARK FOR `ts` AS `ts` - INTERVAL '5' SECOND,
              CONSTRAINT `PK_id` PRIMARY KEY (`id`) NOT ENFORCED
            )
            COMMENT 'tab'
            PARTITIONED BY (`id`)
            WITH (
              'a' = 'b''c',
              'connector' = 'kafka',
              'properties.sasl.password' = '******'
            )

            """.ReplaceLineEndings("\n"),
            text);
    }

    [Theory]
    [InlineData("SELECT x.id, UPPER('b') AS u, n + 1 FROM a AS x LEFT JOIN dim FOR SYSTEM_TIME AS OF x.p ON x.id = dim.id WHERE n > 1",
        """
        SELECT `x`.`id`, UPPER('b') AS `u`, `x`.`n` + 1
        FROM `default_catalog`.`default_database`.`a` AS `x`
        LEFT JOIN `default_catalog`.`default_database`.`dim` FOR SYSTEM_TIME AS OF `x`.`p` AS `dim` ON `x`.`id` = `dim`.`id`
        WHERE `x`.`n` > 1
        """)]
    [InlineData("SELECT * FROM (SELECT id, s AS n FROM a WHERE id IN (1, 2)) WHERE n > 'x' UNION ALL SELECT 1, 'y'",
        """
        SELECT `EXPR$0`.`id`, `EXPR$0`.`n`
        FROM (SELECT `a`.`id`, `a`.`s` AS `n`
        FROM `default_catalog`.`default_database`.`a` AS `a`
        WHERE `a`.`id` IN (1, 2)) AS `EXPR$0`
        WHERE `EXPR$0`.`n` > 'x'
        UNION ALL
        SELECT 1, 'y'
        """)]
    [InlineData("WITH q AS (SELECT id FROM a) SELECT id AS z, q.* FROM q LIMIT 5",
        """
        WITH `q` AS (SELECT `a`.`id`
        FROM `default_catalog`.`default_database`.`a` AS `a`) SELECT `q`.`id` AS `z`, `q`.`id`
        FROM `q` AS `q`
        FETCH NEXT 5 ROWS ONLY
        """)]
    public void ViewIsShownWithFullNames(string query, string text)
    {
        StatementExecutor session = NewSession();
        session.Execute(Parser.ParseStatement("CREATE VIEW shown AS " + query));
        string shown = (string)session.Execute(Parser.ParseStatement("SHOW CREATE VIEW shown")).Rows[0][0]!;
        Assert.Equal(text.ReplaceLineEndings("\n"), shown[(shown.IndexOf("\nAS ", StringComparison.Ordinal) + 4)..].TrimEnd());
    }

    [Fact]
    public void LikeTakesColumnsAndOptionsOver()
    {
        StatementExecutor session = NewSession();
        session.Execute(Parser.ParseStatement("CREATE TABLE c2 (z INT) WITH ('number-of-rows' = '5') LIKE a (EXCLUDING GENERATED)"));
        StatementResult described = session.Execute(Parser.ParseStatement("DESCRIBE c2"));
        Assert.Equal(["id", "s", "n", "d", "ts", "f", "b", "r", "arr", "z"], described.Rows.Select(r => r[0]));
    }

    [Fact]
    public void TemporaryObjectsHidePermanentOnes()
    {
        StatementExecutor session = NewSession();
        string[] Columns() => [.. session.Execute(Parser.ParseStatement("DESCRIBE snk")).Rows.Select(r => (string)r[0]!)];
        session.Execute(Parser.ParseStatement("CREATE TEMPORARY TABLE snk (q INT)"));
        Assert.Equal(["q"], Columns());
        Assert.Contains("hides", Assert.Throws<SqlException>(() => session.Execute(Parser.ParseStatement("DROP TABLE snk"))).Message,
            StringComparison.Ordinal);
        session.Execute(Parser.ParseStatement("DROP TEMPORARY TABLE snk"));
        Assert.Equal(["x", "y"], Columns());
        Assert.Equal(["va"], session.Execute(Parser.ParseStatement("SHOW VIEWS")).Rows.Select(r => r[0]));
        Assert.Equal(["dim", "dim2"], session.Execute(Parser.ParseStatement("SHOW TABLES LIKE 'd%'")).Rows.Select(r => r[0]));
    }

    [Fact]
    public void AlterTableChangesColumnsOptionsAndNames()
    {
        StatementExecutor session = NewSession();
        foreach (SqlStatement statement in Parser.ParseScript("""
            ALTER TABLE snk ADD (v STRING FIRST, w INT COMMENT 'c' AFTER x, u AS x + 1);
            ALTER TABLE snk MODIFY y VARCHAR(5);
            ALTER TABLE snk DROP v;
            ALTER TABLE snk RENAME w TO w2;
            ALTER TABLE snk SET ('a' = 'b', 'c' = 'd');
            ALTER TABLE snk RESET ('c');
            ALTER TABLE snk RENAME TO snk3;
            ALTER TABLE IF EXISTS nope DROP x;
            ALTER VIEW va AS SELECT n FROM a;
            """))
        {
            session.Execute(statement);
        }

        string[] Rows(string sql) => [.. session.Execute(Parser.ParseStatement(sql)).Rows.Select(r => string.Join(' ', r.Take(2)))];
        Assert.Equal(["x INT", "w2 INT", "y VARCHAR(5)", "u INT"], Rows("DESCRIBE snk3"));
        Assert.Equal(["n BIGINT"], Rows("DESCRIBE va"));
        Assert.Contains("'a' = 'b',\n  'connector'", Rows("SHOW CREATE TABLE snk3")[0], StringComparison.Ordinal);
        Assert.Contains("not found", Assert.Throws<SqlException>(() => Rows("DESCRIBE snk")).Message, StringComparison.Ordinal);
        SqlException used = Assert.Throws<SqlException>(() => Rows("ALTER TABLE snk3 DROP x"));
        Assert.Equal("Column \"x\" is used by the computed column \"u\".", used.Message);
    }

    [Theory]
    [InlineData("SELECT a, b FROM (VALUES (1), (2)) AS t (a) CROSS JOIN (VALUES ('x'), ('y')) AS u (b)", 4)]
    [InlineData("SELECT a, b FROM (VALUES (1), (2)) AS t (a), (SELECT 'x') AS u (b)", 2)]
    public void ConstantRowsAreJoinedBeforeTheJobRuns(string sql, int rows)
    {
        LogicalPlan plan = NewSession().Execute(Parser.ParseStatement(sql)).Plan!;
        LogicalNode node = plan.Sinks[0];
        while (node.Inputs.Count > 0)
        {
            node = node.Inputs[0];
        }

        Assert.Equal(rows, Assert.IsType<ValuesNode>(node).Rows.Count);
    }

    [Fact]
    public void StreamIsJoinedWithConstantRowsByAUnion() => Assert.Equal(
        """
        Collect()
        +- Project(select=[id, k])
           +- Union(all=[true], union=[id, EXPR$0])
              :- Project(select=[id, 1 AS EXPR$0])
              :  +- TableSourceScan(table=[`a`], fields=[id])(reuse_id=[1])
              +- Project(select=[id, 2 AS EXPR$0])
                 +- Reused(reference_id=[1])
        """.ReplaceLineEndings("\n"),
        Optimized("SELECT id, k FROM a JOIN (VALUES (1), (2)) AS v (k) ON TRUE"));

    [Fact]
    public void UnnestReadsOnlyWhatIsUsedAndFiltersBeforeIt() => Assert.Equal(
        """
        Collect()
        +- Project(select=[id, e])
           +- Unnest(collection=[arr], joinType=[InnerJoin], select=[id, arr, u])
              +- Project(select=[id, arr])
                 +- Filter(condition=[(n > 1:BIGINT)])
                    +- TableSourceScan(table=[`a`], fields=[id, n, arr])
        """.ReplaceLineEndings("\n"),
        Optimized("SELECT id, e FROM a CROSS JOIN UNNEST(arr) AS u (e) WHERE n > 1"));

    /// <summary>What the parser lets through is bound, rewritten and compiled without overflowing a small stack.</summary>
    [Theory]
    [InlineData("SELECT id", " + 1", "", 490, " FROM a")]
    [InlineData("SELECT ", "ABS(", ")", 180, " FROM a")]
    [InlineData("SELECT ", "CASE WHEN b THEN ", " ELSE 1 END", 180, " FROM a")]
    [InlineData("SELECT * FROM ", "(SELECT * FROM ", ")", 180, "")]
    [InlineData("SELECT 1", " UNION ALL SELECT 2", "", 490, "")]
    [InlineData("SELECT s", " || 'x'", "", 5000, " FROM a")]
    [InlineData("SELECT id FROM a WHERE id = 0", " OR id = 1", "", 5000, "")]
    public void DeepStatementsAreBoundOnASmallStack(string start, string open, string close, int depth, string end)
    {
        string core = close.Length == 0 ? "" : end.Length == 0 ? "a" : "id";
        string sql = start + string.Concat(Enumerable.Repeat(open, depth)) + core + string.Concat(Enumerable.Repeat(close, depth)) + end;
        StatementExecutor session = NewSession();
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    LogicalPlan plan = session.Execute(Parser.ParseStatement(sql)).Plan!;
                    session.Execute(Parser.ParseStatement("EXPLAIN " + sql));
                    for (LogicalNode node = plan.Sinks[0]; node.Inputs.Count > 0; node = node.Inputs[0])
                    {
                        foreach (Expression expression in (node as ProjectNode)?.Expressions ?? [])
                        {
                            ExpressionCompiler.Compile(expression);
                        }
                    }
                }
                catch (Exception e)
                {
                    failure = e;
                }
            },
            maxStackSize: 1024 * 1024);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }
}
