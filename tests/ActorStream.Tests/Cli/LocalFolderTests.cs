using ActorStream.Tests.Support;

namespace ActorStream.Tests.Cli;

/// <summary>What a user with a clone and nothing else does: the commands of examples/enrichment, in a folder that nobody
/// prepared.</summary>
public sealed class LocalFolderTests : IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("fresh").FullName, "data");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public async Task TheExampleRunsInAFreshFolder()
    {
        string examples = Path.Combine(SourceTree.Root, "examples", "enrichment");
        string job = Path.Combine(Path.GetDirectoryName(_folder)!, "job.sql");
        // Bounded, so that the run ends; else as it is.
        await File.WriteAllTextAsync(job, (await File.ReadAllTextAsync(Path.Combine(examples, "job.sql"))).Replace(
            "'properties.auto.offset.reset' = 'latest'",
            "'properties.auto.offset.reset' = 'earliest', 'scan.bounded.mode' = 'latest-offset'", StringComparison.Ordinal));
        await SucceedsAsync("", "topic", "create", "iot-topic");
        await SucceedsAsync("", "sql", "-f", Path.Combine(examples, "devices.sql"));
        await SucceedsAsync(
            """{"pboxid":"4ca97b","eventTime":"2018-08-01 12:00:00","metric":450.5,"latitude":46.9,"longitude":8.1}""",
            "topic", "produce", "iot-topic", "--key", "pboxid");
        string output = await SucceedsAsync("", "run", "-f", job, "--rest", "off");
        Assert.Equal("Kafka-MySQL-Lookup> +I[4ca97b, 2018-08-01 12:00:00, 450.50, 46.9000000, 8.1000000, DEV-001, CC-10000, "
            + "2018-01-01 00:00:00.000, 1]\n", output);
    }

    [Fact]
    public async Task AWrittenTableIsMadeWithItsTypesAndKeyAndStays()
    {
        const string Table = """
            CREATE TABLE d (k INT NOT NULL, s STRING, b BOOLEAN, n DECIMAL(38, 18), f DOUBLE, t TIMESTAMP(3), y BYTES,
                PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'jdbc', 'url' = 'jdbc:postgresql://db:5432/shop',
                'table-name' = 'a "table"?');
            """;
        const string Row = "'é', TRUE, CAST('12345678901234567890.123456789012345678' AS DECIMAL(38, 18)), CAST(0.1 AS DOUBLE), "
            + "TIMESTAMP '2020-01-02 03:04:05.678', X'00ff')";
        await SucceedsAsync("", "sql", "-e", $"{Table} INSERT INTO d VALUES (1, {Row}, (2, {Row}");
        await SucceedsAsync("", "sql", "-e", $"{Table} INSERT INTO d VALUES (2, {Row}");
        Assert.True(File.Exists(Path.Combine(_folder, "shop.db")));
        string rows = await SucceedsAsync("", "sql", "--format", "changelog", "-e", Table + "SELECT * FROM d");
        const string Expected = ", é, true, 12345678901234567890.123456789012345678, 0.1, 2020-01-02T03:04:05.678, [0, -1]]\n";
        Assert.Equal("+I[1" + Expected + "+I[2" + Expected, rows);
    }

    [Fact]
    public async Task ATableThatIsOnlyReadMustBeThere()
    {
        CliRun run = await CliRun.InvokeAsync("sql", "--local", _folder, "-e", """
            CREATE TABLE d (k INT) WITH ('connector' = 'jdbc', 'url' = 'jdbc:mysql://db/shop', 'table-name' = 'none');
            SELECT * FROM d
            """);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("and an INSERT INTO one of its tables makes it.", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "shop.db")));
    }

    private async Task<string> SucceedsAsync(string input, params string[] arguments)
    {
        CliRun run = await CliRun.InvokeAsync(input, CancellationToken.None, [.. arguments, "--local", _folder]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output;
    }
}
