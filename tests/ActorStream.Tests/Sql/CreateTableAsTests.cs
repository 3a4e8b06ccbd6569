using ActorStream.Connectors;
using ActorStream.Tests.Cli;
using ActorStream.Types;

namespace ActorStream.Tests.Sql;

/// <summary>CREATE TABLE AS: what Flink's SQL client shows for the same statements.</summary>
public sealed class CreateTableAsTests
{
    [Theory]
    [InlineData(
        "",
        "1 AS x, CAST('a' AS STRING) AS y, CAST(NULL AS INT) AS z, 1.5 AS d, TIMESTAMP '2020-01-01 00:00:00' AS t, 'lit' AS c",
        "x INT FALSE|y STRING FALSE|z INT TRUE|d DECIMAL(2, 1) FALSE|t TIMESTAMP(0) FALSE|c CHAR(3) FALSE")]
    [InlineData("", "2, 3", "EXPR$0 INT FALSE|EXPR$1 INT FALSE")]
    [InlineData("", "2 AS x, 3 AS x", "x INT FALSE|x0 INT FALSE")]
    [InlineData(
        "(a INT, x BIGINT, twice AS x * 2, PRIMARY KEY (x) NOT ENFORCED)", "2 AS x, 3 AS y",
        "a INT TRUE|twice BIGINT FALSE|x BIGINT FALSE|y INT FALSE")]
    public async Task TheTableHasTheColumnsOfItsQuery(string declared, string selected, string columns)
    {
        CliRun run = await CliRun.InvokeAsync(
            "sql", "--format", "changelog", "-e",
            $"CREATE TABLE made {declared} WITH ('connector' = 'blackhole') AS SELECT {selected}; DESCRIBE made");
        Assert.True(run.ExitCode == 0, run.Error);
        IEnumerable<string> shown = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line["+I[".Length..].Split(", "))
            .Select(parts => $"{parts[0]} {string.Join(", ", parts[1..^4])} {parts[^4]}".Replace("true", "TRUE").Replace("false", "FALSE"));
        Assert.Equal(columns, string.Join('|', shown));
    }

    [Theory]
    [InlineData("", "2 AS x, 3 AS y", "+I[2, 3]\n")]
    [InlineData("(a INT, y BIGINT)", "2 AS x, 3 AS y", "+I[null, 2, 3]\n")]
    public async Task TheRowsOfItsQueryAreWritten(string declared, string selected, string rows)
    {
        string folder = Directory.CreateTempSubdirectory("ctas").FullName;
        string script = Path.Combine(folder, "job.sql");
        await File.WriteAllTextAsync(script, $"CREATE TABLE made {declared} WITH ('connector' = 'print') AS SELECT {selected};");
        CliRun statement = await CliRun.InvokeAsync("sql", "-f", script);
        Assert.Equal((0, rows), (statement.ExitCode, statement.Output));
        CliRun job = await CliRun.InvokeAsync("run", "-f", script, "--local", folder, "--rest", "off");
        Assert.Equal((0, rows), (job.ExitCode, job.Output));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task WithIfNotExistsTheRowsGoIntoTheTableThatIsThere()
    {
        const string script = "CREATE TABLE made (x BIGINT) WITH ('connector' = 'print'); "
            + "CREATE TABLE IF NOT EXISTS made WITH ('connector' = 'blackhole') AS SELECT 2 AS x";
        Assert.Equal("+I[2]\n", (await CliRun.InvokeAsync("sql", "-e", script)).Output);
    }

    [Theory]
    [InlineData("CREATE TABLE made WITH ('connector' = 'nonsense') AS SELECT 1 AS x")]
    [InlineData("CREATE TABLE made (x DATE) WITH ('connector' = 'print') AS SELECT 1 AS x")]
    public async Task ATableThatCannotBeWrittenIsNotMade(string statement)
    {
        var environment = new StreamEnvironment(new StreamOptions { Registry = new ConnectorRegistry() });
        await Assert.ThrowsAnyAsync<ActorStreamException>(() => RunAsync(environment, statement));
        Assert.Equal(0, await RunAsync(environment, "SHOW TABLES"));
    }

    /// <summary>The number of rows that a statement answers.</summary>
    private static async Task<int> RunAsync(StreamEnvironment environment, string statement)
    {
        int count = 0;
        await foreach (TableResult result in environment.ExecuteAsync(statement))
        {
            await foreach (Batch batch in result.ReadAsync()) count += batch.Count;
        }
        return count;
    }
}
