using System.Text;
using ActorStream.Connectors;

namespace ActorStream.Tests.Connectors.FileSystem;

/// <summary>Files through whole jobs.</summary>
public sealed class FileJobTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("actorstream-files-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task GoodRecordsArriveAndBadOnesArePutAside()
    {
        await File.WriteAllBytesAsync(
            Path.Combine(_root, "in.json"), [.. "{\"a\":1,\"b\":\"x\"}\noops\n{\"a\":\"y\"}\n"u8, 0xFF, .. "\n{\"a\":2}\n"u8]);
        await RunAsync($"""
            CREATE TABLE source (a INT, b STRING) WITH (
              'connector' = 'filesystem', 'path' = '{_root}/in.json', 'format' = 'json', 'dead-letter.path' = '{_root}/letters');
            CREATE TABLE sink (a INT, b STRING) WITH ('connector' = 'filesystem', 'path' = '{_root}/out', 'format' = 'csv');
            INSERT INTO sink SELECT a, b FROM source;
            """);
        Assert.Equal(["1,x", "2,"], Lines("out"));
        string[] letters = Lines("letters");
        Assert.Equal(3, letters.Length);
        Assert.StartsWith(
            """{"payload":"oops","encoding":"utf-8","position":"in.json:2","reason":"The payload is not JSON""", letters[1]);
        Assert.Contains("\"position\":\"in.json:3\"", letters[2]);
        Assert.Contains("\"column\":\"a\"", letters[2]);
        Assert.Contains("{\"payload\":\"/w==\",\"encoding\":\"base64\",\"position\":\"in.json:4\"", letters[0]);
    }

    [Fact]
    public async Task MalformedRecordFailsTheJobAndNoPartAppears()
    {
        await File.WriteAllTextAsync(Path.Combine(_root, "in.json"), "{\"a\":1}\noops\n");
        string script = $"""
            CREATE TABLE source (a INT) WITH ('connector' = 'filesystem', 'path' = '{_root}/in.json', 'format' = 'json');
            CREATE TABLE sink (a INT) WITH ('connector' = 'filesystem', 'path' = '{_root}/out', 'format' = 'csv');
            INSERT INTO sink SELECT a FROM source;
            """;
        ActorStreamException failure = await Assert.ThrowsAnyAsync<ActorStreamException>(() => RunAsync(script));
        Assert.Contains("in.json:2", failure.Message + failure.InnerException?.Message);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_root, "out")));
    }

    [Fact]
    public async Task PartitionsAreWrittenMarkedAndReadBack()
    {
        string output = await RunAsync($"""
            CREATE TABLE t (dt DATE, a INT, shop STRING) PARTITIONED BY (dt, shop) WITH ('connector' = 'filesystem',
                'path' = '{_root}/t', 'format' = 'json', 'sink.partition-commit.policy.kind' = 'success-file');
            CREATE TABLE printed (a INT, shop STRING, dt DATE) WITH ('connector' = 'print');
            INSERT INTO t VALUES (DATE '2024-02-29', 1, 'x'), (DATE '2024-02-29', 2, 'y');
            INSERT INTO t VALUES (DATE '2024-02-29', 3, 'x');
            INSERT INTO printed SELECT a, shop, dt FROM t WHERE shop = 'x';
            """);
        Assert.Equal(["", "+I[1, x, 2024-02-29]", "+I[3, x, 2024-02-29]"], output.Split('\n').Order());
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(_root, "t"), "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(_root, f).Split("part-")[0]).Order(StringComparer.Ordinal)];
        const string X = "t/dt=2024-02-29/shop=x/", Y = "t/dt=2024-02-29/shop=y/";
        Assert.Equal([X, X, X + "_SUCCESS", Y, Y + "_SUCCESS"], files);
    }

    [Fact]
    public async Task AnInsertMayNameItsPartition()
    {
        string output = await RunAsync($"""
            CREATE TABLE t (d STRING, a INT, n INT, b STRING) PARTITIONED BY (d, n) WITH ('connector' = 'filesystem',
                'path' = '{_root}/t', 'format' = 'json');
            CREATE TABLE printed (d STRING, a INT, n INT, b STRING) WITH ('connector' = 'print');
            INSERT INTO t PARTITION (d = 'x') VALUES (1, 5, 'b');
            INSERT INTO t PARTITION (d = 'y', n = 7) SELECT 2, 'c';
            INSERT INTO t PARTITION (n = 8) (b, d, a) SELECT 'bb', 'z', 3;
            INSERT INTO t PARTITION (n = '9') SELECT 'q', 4, 'c';
            INSERT INTO printed SELECT * FROM t;
            """);
        string[] expected = ["", "+I[q, 4, 9, c]", "+I[x, 1, 5, b]", "+I[y, 2, 7, c]", "+I[z, 3, 8, bb]"];
        Assert.Equal(expected, output.Split('\n').Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("PARTITION (a = 5) SELECT 'x', 'y', 1", "Column \"a\" is no partition column of table")]
    [InlineData("PARTITION (d = 5, d = 6) SELECT 1, 2, 'c'", "Column \"d\" is named twice in the INSERT.")]
    [InlineData("PARTITION (n = 5) (n, a) SELECT 1, 2", "Column \"n\" is named twice in the INSERT.")]
    [InlineData("PARTITION (n = 1 + 2) SELECT 'x', 1, 'c'", "The value of partition column \"n\" is not a literal.")]
    [InlineData("PARTITION (n = 5) SELECT 'x', 1", "The INSERT names 4 columns, but its query has 3.")]
    public async Task APartitionThatDoesNotFitIsRefused(string insert, string message)
    {
        SqlException error = await Assert.ThrowsAsync<SqlException>(() => RunAsync($"""
            CREATE TABLE t (d STRING, a INT, n INT, b STRING) PARTITIONED BY (d, n) WITH ('connector' = 'filesystem',
                'path' = '{_root}/t', 'format' = 'json');
            INSERT INTO t {insert}
            """));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SequenceIsPrinted()
    {
        string output = await RunAsync("""
            CREATE TABLE numbers (n INT, t TIMESTAMP(3)) WITH (
              'connector' = 'datagen', 'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '3');
            CREATE TABLE printed (n INT) WITH ('connector' = 'print', 'print-identifier' = 'P');
            INSERT INTO printed SELECT n FROM numbers;
            """);
        Assert.Equal("P> +I[1]\nP> +I[2]\nP> +I[3]\n", output);
    }

    private static async Task<string> RunAsync(string script)
    {
        var output = new StringWriter { NewLine = "\n" };
        var environment = new StreamEnvironment(new StreamOptions { Registry = new ConnectorRegistry(), StandardOutput = output });
        await foreach (TableResult result in environment.ExecuteAsync(script))
        {
            if (result.Job is { } job) await job.WaitAsync();
        }
        return output.ToString();
    }

    private string[] Lines(string directory) => [.. Directory.GetFiles(Path.Combine(_root, directory))
        .Where(f => !Path.GetFileName(f).StartsWith('.'))
        .SelectMany(f => File.ReadAllLines(f, Encoding.UTF8))
        .Order(StringComparer.Ordinal)];
}
