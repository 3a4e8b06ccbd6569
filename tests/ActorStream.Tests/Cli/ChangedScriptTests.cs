using Microsoft.Data.Sqlite;

namespace ActorStream.Tests.Cli;

/// <summary>Jobs that go on from a checkpoint with another script.</summary>
public sealed class ChangedScriptTests : IDisposable
{
    private const string Job = "INSERT INTO o SELECT s.id, d.name FROM s JOIN dim FOR SYSTEM_TIME AS OF s.p AS d ON s.k = d.id";

    private readonly string _folder = Directory.CreateTempSubdirectory("changed").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("s.k = d.id", "s.k = d.other", "3=b", "join key")]
    [InlineData("'table-name' = 'dim'", "'table-name' = 'dim2'", "3=c", "table-name")]
    [InlineData("'jdbc:mysql://localhost/f'", "'jdbc:mysql://localhost/g'", "3=d", "url")]
    public async Task NoCacheOfAnotherQuestionAnswers(string old, string changed, string row, string named)
    {
        await PrepareAsync(1);
        await ProduceAsync(1);
        Assert.Equal(0, (await RunAsync(Job)).ExitCode);
        await ProduceAsync(3);
        CliRun run = await RunAsync(Job, text => text.Replace(old, changed, StringComparison.Ordinal));
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["1=a", row], await ReadAsync(2));
        Assert.Contains(
            $"The lookup cache of \"lookup-join:dim\" is dropped, because this has changed in the script: {named}.", run.Error,
            StringComparison.Ordinal);

        // What was dropped does not come back at the start after that.
        await ProduceAsync(5);
        run = await RunAsync(Job, text => text.Replace(old, changed, StringComparison.Ordinal));
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.DoesNotContain("is dropped", run.Error, StringComparison.Ordinal);
        Assert.Equal(["1=a", row, "5" + row[1..]], await ReadAsync(3));
    }

    [Fact]
    public async Task AnotherConditionIsAskedOfWhatIsCached()
    {
        await PrepareAsync(1);
        await ProduceAsync(1);
        Assert.Equal(0, (await RunAsync(Job)).ExitCode);
        await SqlAsync("f", "DELETE FROM dim");
        await ProduceAsync(3);
        CliRun run = await RunAsync(Job + " AND d.name <> 'a'");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.DoesNotContain("is dropped", run.Error, StringComparison.Ordinal);
        await ProduceAsync(5);
        Assert.Equal(0, (await RunAsync(Job + " AND d.name <> 'b'")).ExitCode);
        Assert.Equal(["1=a", "5=a"], await ReadAsync(2));
    }

    [Theory]
    [InlineData(2, " LIMIT 1", "", "has a part of \"limit:1\", which the script does not have any more")]
    [InlineData(2, "", " LIMIT 1", "has the state of 2 shards, but an operator of the script that counts over all rows (LIMIT) runs in")]
    [InlineData(1, " LIMIT 1", " LIMIT 2", "does not fit to the script, in which this has changed: FETCH.")]
    public async Task ALimitThatIsChangedIsRefusedAndNothingHangs(int partitions, string before, string after, string message)
    {
        await PrepareAsync(partitions);
        await ProduceAsync(1);
        Assert.Equal(0, (await RunAsync(Job + before)).ExitCode);
        await ProduceAsync(3);
        CliRun run = await RunAsync(Job + after);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(Job + after, options: "--fresh")).ExitCode);
    }

    [Fact]
    public async Task ALimitThatIsAddedWhereOneShardReadsCountsFromThenOn()
    {
        await PrepareAsync(1);
        await ProduceAsync(1);
        Assert.Equal(0, (await RunAsync(Job)).ExitCode);
        await ProduceAsync(3);
        await ProduceAsync(5);
        Assert.Equal(0, (await RunAsync(Job + " LIMIT 1")).ExitCode);
        Assert.Equal(["1=a", "3=a"], await ReadAsync(2));
    }

    [Fact]
    public async Task AJobWhoseLimitHasItsRowsEndsAgainThoughNothingComes()
    {
        string input = Directory.CreateDirectory(Path.Combine(_folder, "in")).FullName;
        await File.WriteAllTextAsync(Path.Combine(input, "a.json"), "{\"id\":1}\n");
        string file = Path.Combine(_folder, "limit.sql");
        await File.WriteAllTextAsync(file, $"""
            CREATE TABLE s (id INT) WITH (
                'connector' = 'filesystem', 'path' = 'file://{input}', 'format' = 'json', 'source.monitor-interval' = '1 h');
            CREATE TABLE o (id INT) WITH ('connector' = 'blackhole');
            INSERT INTO o SELECT id FROM s LIMIT 1;
            """);
        for (int run = 0; run < 2; run++)
        {
            CliRun ended = await CliRun.InvokeAsync("run", "-f", file, "--local", Path.Combine(_folder, "data"), "--rest", "off")
                .WaitAsync(TimeSpan.FromMinutes(2));
            Assert.True(ended.ExitCode == 0, ended.Error);
        }
    }

    private async Task PrepareAsync(int partitions)
    {
        await CliAsync("", "topic", "create", "s", "--partitions", $"{partitions}");
        await CliAsync("", "topic", "create", "o", "--partitions", "1");
        await SqlAsync("f", "CREATE TABLE dim (id BIGINT, other BIGINT, name TEXT); INSERT INTO dim VALUES (1, 9, 'a'), (9, 1, 'b');"
            + "CREATE TABLE dim2 (id BIGINT, other BIGINT, name TEXT); INSERT INTO dim2 VALUES (1, 9, 'c')");
        await SqlAsync("g", "CREATE TABLE dim (id BIGINT, other BIGINT, name TEXT); INSERT INTO dim VALUES (1, 9, 'd')");
    }

    private Task ProduceAsync(int id) => CliAsync($"{{\"id\":{id},\"k\":1}}\n", "topic", "produce", "s");

    private async Task<string[]> ReadAsync(int count)
    {
        string text = await CliAsync("", "topic", "consume", "o", "--from-beginning", "--count", $"{count}");
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('"') is [_, _, var id, _, _, var name, _]
            ? $"{id[1..^1]}={name}" : l).Order(StringComparer.Ordinal)];
    }

    private Task<CliRun> RunAsync(string job, Func<string, string>? change = null, params string[] options)
    {
        const string topic = "'connector' = 'kafka', 'properties.bootstrap.servers' = 'localhost:9092', 'format' = 'json', "
            + "'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset'";
        string text = $"""
            CREATE TABLE s (id INT, k BIGINT, p AS PROCTIME()) WITH ({topic}, 'topic' = 's');
            CREATE TABLE dim (id BIGINT, other BIGINT, name STRING) WITH ('connector' = 'jdbc', 'url' = 'jdbc:mysql://localhost/f',
                'table-name' = 'dim', 'lookup.cache' = 'PARTIAL', 'lookup.partial-cache.max-rows' = '100');
            CREATE TABLE o (id INT, name STRING) WITH ({topic}, 'topic' = 'o', 'sink.delivery-guarantee' = 'exactly-once',
                'sink.transactional-id-prefix' = 'o');
            {job};
            """;
        string file = Path.Combine(_folder, "job.sql");
        File.WriteAllText(file, change is null ? text : change(text));
        return CliRun.InvokeAsync(["run", "-f", file, "--local", Path.Combine(_folder, "data"), "--rest", "off", .. options]);
    }

    private async Task SqlAsync(string database, string text)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "data", database + ".db")};Pooling=False");
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        await command.ExecuteNonQueryAsync();
    }

    private async Task<string> CliAsync(string input, params string[] arguments)
    {
        CliRun run = await CliRun.InvokeAsync(input, CancellationToken.None, [.. arguments, "--local", Path.Combine(_folder, "data")]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output;
    }
}
