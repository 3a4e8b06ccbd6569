using Microsoft.Data.Sqlite;

namespace ActorStream.Tests.Cli;

/// <summary>The order of rows through a lookup join, with the answers of Flink: rows of a NULL key, of keys that are cached, and of keys
/// that are asked for leave as they came.</summary>
public sealed class LookupOrderTests : IDisposable
{
    private static readonly string[] Input =
    [
        """{"id":1,"k":1,"n":1}""", """{"id":1,"k":null,"n":2}""", """{"id":2,"k":2,"n":3}""", """{"id":2,"k":null,"n":4}""",
        """{"id":3,"k":1,"n":5}""", """{"id":3,"k":3,"n":6}""", """{"id":3,"k":1,"n":7}""", """{"id":4,"k":5,"n":8}""",
        """{"id":4,"k":1,"n":9}""",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("order").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task AnUpsertSinkEndsOnTheLastRowOfEachKey()
    {
        await File.WriteAllLinesAsync(Path.Combine(_folder, "order.jsonl"), Input);
        string rows = await RunAsync($"""
            CREATE TABLE s (id INT, k BIGINT, n INT, p AS PROCTIME())
            WITH ('connector' = 'filesystem', 'path' = 'file://{_folder}/order.jsonl', 'format' = 'json');
            {Dimension("'lookup.cache' = 'PARTIAL', 'lookup.partial-cache.max-rows' = '100',")}
            CREATE TABLE last_state (id INT, n INT, status STRING, PRIMARY KEY (id) NOT ENFORCED)
            WITH ('connector' = 'jdbc', 'url' = 'jdbc:mysql://localhost/f', 'table-name' = 'last_state');
            INSERT INTO last_state
            SELECT s.id, s.n, d.status FROM s LEFT JOIN dim FOR SYSTEM_TIME AS OF s.p AS d ON s.k = d.id;
            SELECT * FROM last_state;
            """);
        Assert.Equal("+I[1, 2, null]\n+I[2, 4, null]\n+I[3, 7, one]\n+I[4, 9, one]\n", rows);
    }

    [Theory]
    [InlineData("")]
    [InlineData("'lookup.cache' = 'PARTIAL', 'lookup.partial-cache.max-rows' = '1',")]
    public async Task APartitionsRowsStayInTheirPlaces(string cache)
    {
        await CliAsync("", "topic", "create", "lo", "--partitions", "1");
        await CliAsync("", "topic", "create", "lo-out", "--partitions", "1");
        await CliAsync(string.Join('\n', Input) + "\n", "topic", "produce", "lo");
        string rows = await RunAsync($"""
            CREATE TABLE s (id INT, k BIGINT, n INT, p AS PROCTIME()) WITH ({Topic("lo")});
            {Dimension(cache)}
            CREATE TABLE o (id INT, n INT, status STRING) WITH ({Topic("lo-out")});
            INSERT INTO o SELECT s.id, s.n, d.status FROM s LEFT JOIN dim FOR SYSTEM_TIME AS OF s.p AS d ON s.k = d.id;
            SELECT id, n, status FROM o;
            """);
        Assert.Equal(
            "+I[1, 1, one]\n+I[1, 2, null]\n+I[2, 3, two]\n+I[2, 4, null]\n+I[3, 5, one]\n+I[3, 6, three]\n+I[3, 7, one]\n"
            + "+I[4, 8, five]\n+I[4, 9, one]\n",
            rows);
    }

    private static string Topic(string name) =>
        $"'connector' = 'kafka', 'topic' = '{name}', 'properties.bootstrap.servers' = 'localhost:9092', "
        + "'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', 'format' = 'json'";

    private static string Dimension(string cache) =>
        $"CREATE TABLE dim (id BIGINT, status STRING) WITH ('connector' = 'jdbc', {cache} 'url' = 'jdbc:mysql://localhost/f', "
        + "'table-name' = 'dim');";

    private async Task<string> RunAsync(string script)
    {
        string data = Path.Combine(_folder, "data");
        Directory.CreateDirectory(data);
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(data, "f.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandText = """
                CREATE TABLE dim (id BIGINT PRIMARY KEY, status VARCHAR(20));
                INSERT INTO dim VALUES (1,'one'),(2,'two'),(3,'three'),(5,'five');
                CREATE TABLE last_state (id INT PRIMARY KEY, n INT, status VARCHAR(20));
                """;
            await command.ExecuteNonQueryAsync();
        }
        string file = Path.Combine(_folder, "job.sql");
        await File.WriteAllTextAsync(file, script);
        string output = await CliAsync("", "sql", "--format", "changelog", "-f", file);
        return string.Concat(output.Split('\n').Where(l => l.StartsWith("+I[", StringComparison.Ordinal)).Select(l => l + "\n"));
    }

    private async Task<string> CliAsync(string input, params string[] arguments)
    {
        CliRun run = await CliRun.InvokeAsync(input, CancellationToken.None, [.. arguments, "--local", Path.Combine(_folder, "data")]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output;
    }
}
