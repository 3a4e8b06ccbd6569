using ActorStream.Tests.Cli;

namespace ActorStream.Tests.Sql;

/// <summary>Plans whose parts are read many times: work that doubles with each of them would end no test within its deadline.</summary>
public sealed class PlanningWorkTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private const string Table = "CREATE TABLE t (a INT) WITH ('connector' = 'datagen', 'number-of-rows' = '1');\n";

    [Theory]
    [InlineData("SELECT a FROM {0} UNION ALL SELECT a FROM {0}")]
    [InlineData("SELECT a + 1 AS a FROM {0} WHERE a > 5 UNION ALL SELECT a + 2 FROM {0} WHERE a < 3")]
    [InlineData("SELECT a + a AS a FROM {0}")]
    [InlineData("SELECT NULLIF(a, 3) AS a FROM {0} WHERE a > 0")]
    [InlineData("SELECT x.a FROM (SELECT a FROM {0} UNION ALL SELECT 1) AS x UNION ALL SELECT a FROM {0}")]
    public async Task ViewsThatReadTheLastOneTwiceArePlannedInLinearWork(string query)
    {
        string views = Chain("t", 45, (name, input) => $"CREATE VIEW {name} AS {string.Format(query, input)};\n", out string last);
        await ExplainsAsync($"{Table}{views}EXPLAIN SELECT * FROM {last}");
        string queries = Chain(
            "t", 45, (name, input) => $"{(input == "t" ? "" : ", ")}{name} AS ({string.Format(query, input)})", out last);
        await ExplainsAsync($"{Table}EXPLAIN WITH {queries} SELECT * FROM {last}");
    }

    [Fact]
    public async Task AStatementSetMayHaveThousandsOfInserts()
    {
        IEnumerable<int> numbers = Enumerable.Range(0, 2000);
        string tables = string.Concat(numbers.Select(i => $"CREATE TABLE o{i} (a INT) WITH ('connector' = 'blackhole');\n"));
        string inserts = string.Concat(numbers.Select(i => $"INSERT INTO o{i} SELECT a + {i} FROM t WHERE a > {i};\n"));
        string plan = await ExplainsAsync($"{Table}{tables}EXPLAIN STATEMENT SET BEGIN\n{inserts}END");
        Assert.Contains("reference_id=[1]", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("reference_id=[2]", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AChainOfQueriesAsLongAsAPlanMayBeRuns()
    {
        string queries = Chain(
            "(VALUES (0)) AS t(a)", 990,
            (name, input) => $"{(name == "c0" ? "" : ", ")}{name} AS (SELECT a + 1 AS a FROM {input} UNION ALL SELECT -5)",
            out string last);
        CliRun run = await RunAsync("sql", "--format", "changelog", "-e", $"WITH {queries} SELECT a FROM {last} WHERE a > 980");
        // c_n holds 0 + 990 and -5 + k for every k < 990.
        string expected = string.Concat(Enumerable.Range(981, 4).Append(990).Select(a => $"+I[{a}]\n"));
        Assert.Equal((0, Sorted(expected), ""), (run.ExitCode, Sorted(run.Output), run.Error));
    }

    [Fact]
    public async Task AnExpressionThatMultipliesIsRefused()
    {
        CliRun run = await RunAsync("sql", "-e", $"SELECT {Repeat("NULLIF(", 60)}1{Repeat(", 2)", 60)}");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("ERROR The expression needs more than 1000000 evaluations for a row.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APlanThatIsTooDeepIsRefused()
    {
        string queries = Chain(
            "t", 1500, (name, input) => $"{(input == "t" ? "" : ", ")}{name} AS (SELECT a FROM {input} UNION ALL SELECT 1)",
            out string last);
        CliRun run = await RunAsync("sql", "-e", $"{Table}WITH {queries} SELECT * FROM {last}");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("ERROR The plan of the query is more than 2000 operators deep.", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WITH a AS (SELECT 1 AS x), a AS (SELECT x + 1 AS x FROM a) SELECT x FROM a", "+I[2]\n")]
    [InlineData("WITH a AS (SELECT 1 AS x) SELECT x FROM (WITH a AS (SELECT x + 5 AS x FROM a) SELECT x FROM a) UNION ALL SELECT x FROM a",
        "+I[6]\n+I[1]\n")]
    public async Task AQueryOfWithSeesThoseBeforeIt(string sql, string expected)
    {
        CliRun run = await RunAsync("sql", "--format", "changelog", "-e", sql);
        Assert.Equal((0, Sorted(expected), ""), (run.ExitCode, Sorted(run.Output), run.Error));
    }

    private static string Chain(string first, int length, Func<string, string, string> link, out string last)
    {
        string text = "";
        last = first;
        for (int i = 0; i < length; i++)
        {
            text += link($"c{i}", last);
            last = $"c{i}";
        }
        return text;
    }

    private static async Task<string> ExplainsAsync(string sql)
    {
        CliRun run = await RunAsync("sql", "-e", sql);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("== Optimized Plan ==", run.Output, StringComparison.Ordinal);
        return run.Output;
    }

    /// <summary>On another thread, because planning that does not end gives none back.</summary>
    private static Task<CliRun> RunAsync(params string[] arguments) =>
        Task.Run(() => CliRun.InvokeAsync(arguments)).WaitAsync(Deadline);

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static string Sorted(string lines) => string.Join('\n', lines.Split('\n').Order(StringComparer.Ordinal));
}
