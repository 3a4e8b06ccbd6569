using ActorStream.Cli;

namespace ActorStream.Tests.Cli;

public sealed class SqlCommandTests
{
    [Theory]
    [InlineData("changelog", "+I[1, é, null]\n+I[2, , null]\n")]
    [InlineData("json", "{\"a\":1,\"b\":\"é\",\"n\":null}\n{\"a\":2,\"b\":\"\",\"n\":null}\n")]
    [InlineData("table", """
        +----+---+---+--------+
        | op | a | b |      n |
        +----+---+---+--------+
        | +I | 1 | é | <NULL> |
        | +I | 2 |   | <NULL> |
        +----+---+---+--------+
        2 rows in set

        """)]
    public async Task RowsArePrintedInEachFormat(string format, string expected)
    {
        const string Sql = "SELECT a, b, CAST(NULL AS INT) AS n FROM (VALUES (1, 'é'), (2, '')) AS t(a, b)";
        CliRun run = await CliRun.InvokeAsync("sql", "--format", format, "-e", Sql);
        Assert.Equal((0, expected, ""), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public async Task EveryTypeHasItsJson()
    {
        const string Sql = """
            SELECT TRUE AS b, CAST(1.50 AS DECIMAL(5, 2)) AS d, CAST(0.1 AS DOUBLE) AS f, DATE '2020-01-02' AS dt,
                TIMESTAMP '2020-01-02 03:04:05.6' AS ts, TIMESTAMP '2020-01-02 03:04:05.123456780' AS ns,
                TIME '03:04:05' AS t, X'0aff' AS x,
                ARRAY[1, 2] AS l, MAP['k', 1] AS m, ROW(1, 'a') AS r
            """;
        CliRun run = await CliRun.InvokeAsync("sql", "--format", "json", "-e", Sql);
        Assert.Equal("{\"b\":true,\"d\":1.50,\"f\":0.1,\"dt\":\"2020-01-02\",\"ts\":\"2020-01-02T03:04:05.6\","
            + "\"ns\":\"2020-01-02T03:04:05.12345678\",\"t\":\"03:04:05\","
            + "\"x\":\"Cv8=\",\"l\":[1,2],\"m\":[[\"k\",1]],\"r\":[1,\"a\"]}\n", run.Output);
    }

    [Fact]
    public async Task AnErrorIsToldOnBothOutputsAndEndsTheScript()
    {
        CliRun run = await CliRun.InvokeAsync(
            "sql", "--format", "changelog", "-e", "SELECT 1;\nSELECT nme FROM (VALUES (1)) AS t(name);\nSELECT 3;");
        Assert.Equal(1, run.ExitCode);
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("+I[1]", lines[0]);
        Assert.StartsWith("ERROR Column \"nme\" not found", lines[1], StringComparison.Ordinal);
        Assert.Equal(2, lines.Length);
        Assert.Contains("(line 2, column 8)\n  SELECT nme FROM", run.Error, StringComparison.Ordinal);
        Assert.Contains("\n         ^\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean \"name\"?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARowThatFailsIsAnErrorAfterTheRowsBeforeIt()
    {
        CliRun run = await CliRun.InvokeAsync("sql", "--format", "changelog", "-e", "SELECT CAST(x AS INT) FROM (VALUES ('a')) AS t(x)");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("ERROR ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LinesMayEndWithACarriageReturn()
    {
        CliRun run = await CliRun.InvokeAsync("sql", "--format", "changelog", "-e", "SELECT 1; -- one\rSELECT 2;\r\n\rSELECT\rnope;");
        Assert.StartsWith(
            "+I[1]\n+I[2]\nERROR Column \"nope\" not found in any table.", run.Output, StringComparison.Ordinal);
        Assert.Contains("(line 5, column 1)\n  nope;\n  ^\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AScriptCanComeFromStandardInputOrAFile()
    {
        CliRun piped = await CliRun.InvokeAsync("SELECT 1;", CancellationToken.None, "sql", "-f", "-", "--format", "changelog");
        Assert.Equal("+I[1]\n", piped.Output);
        CliRun missing = await CliRun.InvokeAsync("sql", "-f", "/none/x.sql");
        Assert.Equal(1, missing.ExitCode);
        Assert.StartsWith("Error: ", missing.Error, StringComparison.Ordinal);
        Assert.StartsWith("ERROR ", missing.Output, StringComparison.Ordinal);
        CliRun huge = await CliRun.InvokeAsync(new string(' ', 2_000_000), CancellationToken.None, "sql", "-f", "-");
        const string Message = "Script \"-\" has more than the 1048576 characters that one may have.\n";
        Assert.Equal((1, "ERROR " + Message, "Error: " + Message), (huge.ExitCode, huge.Output, huge.Error));
    }

    [Theory]
    [InlineData("sql", "ERROR Script \"{0}\" {1}.\n")]
    [InlineData("run", "")]
    public async Task AScriptThatDoesNotReadIsAnError(string command, string output)
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("script").FullName, "job.sql");
        await File.WriteAllTextAsync(file, "SELECT 1; --" + new string('x', 1 << 20));
        await FailsAsync("has more than the 1048576 characters that one may have");
        await File.WriteAllBytesAsync(file, [.. "SELECT '"u8, 0xE9, .. "';"u8]);
        await FailsAsync("is not UTF-8");

        async Task FailsAsync(string problem)
        {
            CliRun run = await CliRun.InvokeAsync(command, "-f", file);
            Assert.Equal(
                (1, string.Format(output, file, problem), $"Error: Script \"{file}\" {problem}.\n"), (run.ExitCode, run.Output, run.Error));
        }
    }

    [Theory]
    [InlineData("sql -e x -f y", "Expected a script or -e TEXT but got both.")]
    [InlineData("sql -e x --format xml", "")]
    [InlineData("sql -e x --set novalue", "Expected key=value for --set but got \"novalue\".")]
    public async Task WrongOptionsAreUsageErrors(string line, string message)
    {
        CliRun run = await CliRun.InvokeAsync(line.Split(' '));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SettingsAndProfilesReachTheSession()
    {
        const string Sql = "SELECT CAST(TO_TIMESTAMP_LTZ(0, 3) AS STRING)";
        CliRun run = await CliRun.InvokeAsync("sql", "--set", "table.local-time-zone=Asia/Shanghai", "--format", "changelog", "-e", Sql);
        Assert.Equal("+I[1970-01-01 08:00:00.000]\n", run.Output);
        CliRun none = await CliRun.InvokeAsync("sql", "--profile", "none", "-e", "SELECT 1");
        Assert.StartsWith(
            "Error: Expected cluster, dev, local, prod or test for --profile but got \"none\".\n", none.Error, StringComparison.Ordinal);
    }

    /// <summary>Where docs/connectors.md says that Flink refuses them, or takes UTC instead.</summary>
    [Theory]
    [InlineData("UTC+8")]
    [InlineData("UTC+08:00")]
    [InlineData("+08:00")]
    [InlineData("GMT+8")]
    [InlineData("GMT+08:00")]
    public async Task ZonesOfAFixedOffsetAreTaken(string zone)
    {
        CliRun run = await CliRun.InvokeAsync("sql", "--format", "changelog", "-e",
            $"SET 'table.local-time-zone' = '{zone}'; SELECT CAST(TO_TIMESTAMP_LTZ(0, 3) AS STRING), "
            + "CONVERT_TZ('1970-01-01 00:00:00', 'UTC', 'UTC+8'), CONVERT_TZ('1970-01-01 00:00:00', 'UTC', 'nonsense')");
        Assert.Equal("+I[1970-01-01 08:00:00.000, 1970-01-01 08:00:00, 1970-01-01 00:00:00]\n", run.Output);
    }

    [Theory]
    [InlineData("actorstream.engine.clustr = x",
        "1:29: Key \"actorstream.engine.clustr\" does not exist.\nHint: Did you mean \"cluster\"?\n")]
    [InlineData("actorstream { engin { cluster = x } }",
        "1:33: Key \"actorstream.engin\" does not exist.\nHint: Did you mean \"engine\"?\n")]
    [InlineData("actorstream.quux.cluster = []",
        "1:28: Key \"actorstream.quux\" does not exist.\nHint: hocon/reference.conf lists the keys.\n")]
    [InlineData("actorstream.secrets.folders = [a, b, c], actorstream.engine.settings { table.x = 1 }, other.key = 1", "")]
    public async Task AKeyThatMeansNothingIsRefused(string text, string error)
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("config").FullName, "my.conf");
        await File.WriteAllTextAsync(file, text);
        CliRun run = await CliRun.InvokeAsync("sql", "--config", file, "-e", "SELECT 1");
        Assert.Equal(error.Length == 0 ? "" : $"Error: {file}:{error}", run.Error);
        Assert.Equal(error.Length == 0 ? 0 : 1, run.ExitCode);
    }

    [Fact]
    public async Task ProfilesHaveNoKeyThatMeansNothing()
    {
        foreach (string profile in (string[])["cluster", "dev", "local", "prod", "test"])
        {
            CliRun run = await CliRun.InvokeAsync("sql", "--profile", profile, "-e", "SELECT 1");
            Assert.True(run.ExitCode == 0, run.Error);
        }
    }

    [Fact]
    public async Task ALogLineHasItsTimeLevelAndEvent()
    {
        CliRun run = await CliRun.InvokeAsync("sql", "--profile", "dev", "-e", "SELECT 1");
        Assert.All(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            static line => Assert.Matches(@"^\d\d:\d\d:\d\d\.\d{3} (information|warning) \d{4}: Job statement-1 ", line));
        Assert.Contains(" information 2001: Job statement-1 (", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATableShowsALineOfTextInALine()
    {
        CliRun run = await CliRun.InvokeAsync(
            "sql", "--format", "table", "-e", "SELECT * FROM (VALUES ('one\ntwo', 'x'), ('three\n', 'y')) AS t(a, b)");
        Assert.Equal(
            """
            +----+-------+---+
            | op | a     | b |
            +----+-------+---+
            | +I | one   | x |
            |    | two   |   |
            | +I | three | y |
            +----+-------+---+
            2 rows in set

            """, run.Output);
    }

    // What Flink 2.2.1's SQL client cuts, but with the texts on the left.
    [Fact]
    public async Task LongTextsAreCutInATable()
    {
        const string Sql = "SELECT * FROM (VALUES (1, 'short'), (2, 'a text that is a good deal longer than thirty cells of a terminal'), "
            + "(3, '一二三四五六七八九十一二三四五六七八九十')) AS t(a, b)";
        CliRun run = await CliRun.InvokeAsync("sql", "-e", Sql);
        Assert.Equal(
            """
            +----+---+--------------------------------+
            | op | a | b                              |
            +----+---+--------------------------------+
            | +I | 1 | short                          |
            | +I | 2 | a text that is a good deal ... |
            | +I | 3 | 一二三四五六七八九十一二三...  |
            +----+---+--------------------------------+
            3 rows in set

            """, run.Output);
        CliRun wide = await CliRun.InvokeAsync("sql", "--set", "table.display.max-column-width=80", "-e", Sql);
        Assert.Contains(
            "| +I | 2 | a text that is a good deal longer than thirty cells of a terminal |\n", wide.Output, StringComparison.Ordinal);
        CliRun wrong = await CliRun.InvokeAsync("sql", "--set", "table.display.max-column-width=3", "-e", Sql);
        Assert.Equal((1, "Error: Expected a number of at least 4 for table.display.max-column-width but got \"3\".\n"),
            (wrong.ExitCode, wrong.Error));
        CliRun other = await CliRun.InvokeAsync("sql", "--format", "changelog", "-e", Sql);
        Assert.Contains("longer than thirty cells of a terminal]\n", other.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatSaysMuchIsNotCut()
    {
        CliRun run = await CliRun.InvokeAsync("sql", "-e",
            "CREATE VIEW v AS SELECT 'a text that is a good deal longer than thirty cells' AS t;"
            + "SHOW CREATE VIEW v; EXPLAIN SELECT * FROM v WHERE t <> 'another text that is longer than thirty cells'");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.DoesNotContain("...", run.Output, StringComparison.Ordinal);
        Assert.Contains("another text that is longer than thirty cells", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATableDoesNothingToATerminal()
    {
        CliRun run = await CliRun.InvokeAsync(
            "sql", "-e", "SELECT U&'a\\0009b\\001B[31mred\\000D\\009B' AS `c\u001B\u007F`, U&'e\\0301x\\202E' AS d");
        Assert.Equal(
            """
            +----+---------------------------+----------+
            | op | c\u001B\u007F             | d        |
            +----+---------------------------+----------+
            | +I | a\tb\u001B[31mred\r\u009B | éx\u202E |
            +----+---------------------------+----------+
            1 row in set

            """.Replace("éx", "e\u0301x", StringComparison.Ordinal), run.Output);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task AnErrorDoesNothingToATerminal()
    {
        CliRun run = await CliRun.InvokeAsync("sql", "-e", "SELECT\t`x\u001B[2J`");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("ERROR Column \"x\\u001B[2J\" not found", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("Error: Column \"x\\u001B[2J\" not found", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001B', run.Output + run.Error);
    }

    [Fact]
    public async Task AnErrorIsToldOnceWhereBothOutputsAreOnePlace()
    {
        using var screen = new StringWriter();
        var terminal = new Terminal(TextReader.Null, screen, screen) { SharesOutput = true };
        Assert.Equal(1, await CommandLine.InvokeAsync(["sql", "-e", "SELECT nme"], terminal, CancellationToken.None));
        Assert.Equal("ERROR Column \"nme\" not found in any table. (line 1, column 8)", screen.ToString().Split('\n')[0]);
        Assert.Equal(2, screen.ToString().Split("Column \"nme\"").Length);
    }

    [Fact]
    public async Task ViewsInViewsTellTheirErrorOnce()
    {
        string views = string.Concat(Enumerable.Range(1, 60).Select(i => $"CREATE VIEW v{i} AS SELECT a FROM v{i - 1};\n"));
        CliRun run = await CliRun.InvokeAsync("sql", "-e", "CREATE VIEW v0 AS SELECT 1 AS a;\n" + views);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is out of order: Views nest more than 50 levels deep.", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, run.Output.Split("is out of order").Length);
    }
}
