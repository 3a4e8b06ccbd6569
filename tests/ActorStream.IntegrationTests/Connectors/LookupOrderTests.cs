using ActorStream.IntegrationTests.Support;

namespace ActorStream.IntegrationTests.Connectors;

/// <summary>Rows of a NULL key, of cached keys and of keys that are asked for leave a lookup join as they came, between real servers;
/// the answers are Flink's.</summary>
public sealed class LookupOrderTests
{
    private static readonly string[] Input =
    [
        """{"id":1,"k":1,"n":1}""", """{"id":1,"k":null,"n":2}""", """{"id":2,"k":2,"n":3}""", """{"id":2,"k":null,"n":4}""",
        """{"id":3,"k":1,"n":5}""", """{"id":3,"k":3,"n":6}""", """{"id":3,"k":1,"n":7}""", """{"id":4,"k":5,"n":8}""",
        """{"id":4,"k":1,"n":9}""",
    ];

    [RequiresKafkaAndMariaDbFact]
    public async Task APartitionsRowsStayInTheirPlacesAndAnUpsertEndsOnTheLastOne()
    {
        string kafka = await SharedServers.KafkaAsync();
        MariaDbServer database = await SharedServers.MariaDbAsync();
        string dimension = SharedServers.UniqueName("dim"), state = SharedServers.UniqueName("state");
        string input = SharedServers.UniqueName("in"), output = SharedServers.UniqueName("out");
        await database.ExecuteAsync($"""
            CREATE TABLE {dimension} (id BIGINT PRIMARY KEY, status VARCHAR(20));
            INSERT INTO {dimension} VALUES (1,'one'),(2,'two'),(3,'three'),(5,'five');
            CREATE TABLE {state} (id INT PRIMARY KEY, n INT, status VARCHAR(20))
            """);
        foreach (string topic in (string[])[input, output])
            await CliAsync(null, "topic", "create", topic, "--partitions", "1", "--bootstrap", kafka);
        await CliAsync(string.Join('\n', Input) + "\n", "topic", "produce", input, "--bootstrap", kafka);
        string file = Path.Combine(Machine.NewFolder("order"), "job.sql");
        string jdbc = $"'connector' = 'jdbc', 'url' = '{database.JdbcUrl}', 'username' = 'test', 'password' = 'test'";
        await File.WriteAllTextAsync(file, $"""
            CREATE TABLE s (id INT, k BIGINT, n INT, p AS PROCTIME()) WITH ({Topic(input)});
            CREATE TABLE dim (id BIGINT, status STRING) WITH ({jdbc}, 'table-name' = '{dimension}');
            CREATE TABLE cached (id BIGINT, status STRING)
            WITH ({jdbc}, 'table-name' = '{dimension}', 'lookup.cache' = 'PARTIAL', 'lookup.partial-cache.max-rows' = '100');
            CREATE TABLE o (id INT, n INT, status STRING) WITH ({Topic(output)});
            CREATE TABLE last_state (id INT, n INT, status STRING, PRIMARY KEY (id) NOT ENFORCED)
            WITH ({jdbc}, 'table-name' = '{state}');
            INSERT INTO o SELECT s.id, s.n, d.status FROM s LEFT JOIN dim FOR SYSTEM_TIME AS OF s.p AS d ON s.k = d.id;
            INSERT INTO last_state
            SELECT s.id, s.n, d.status FROM s LEFT JOIN cached FOR SYSTEM_TIME AS OF s.p AS d ON s.k = d.id;
            SELECT id, n, status FROM o;
            SELECT * FROM last_state;
            """);
        string[] rows = await CliAsync(null, "sql", "--format", "changelog", "-f", file);
        Assert.Equal(
            [
                "+I[1, 1, one]", "+I[1, 2, null]", "+I[2, 3, two]", "+I[2, 4, null]", "+I[3, 5, one]", "+I[3, 6, three]",
                "+I[3, 7, one]", "+I[4, 8, five]", "+I[4, 9, one]",
                "+I[1, 2, null]", "+I[2, 4, null]", "+I[3, 7, one]", "+I[4, 9, one]",
            ],
            rows.Where(l => l.StartsWith("+I[", StringComparison.Ordinal)));

        string Topic(string name) =>
            $"'connector' = 'kafka', 'topic' = '{name}', 'properties.bootstrap.servers' = '{kafka}', "
            + "'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', 'format' = 'json'";
    }

    private static async Task<string[]> CliAsync(string? input, params string[] arguments)
    {
        ProcessResult result = await ChildProcess.RunCliAsync(input, arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
        return [.. result.Output];
    }
}
