using System.Diagnostics;
using System.Globalization;
using ActorStream.Connectors;
using ActorStream.Connectors.Jdbc;
using ActorStream.Connectors.Sql;
using ActorStream.Types;

namespace ActorStream.Benchmarks.Jdbc;

/// <summary>Looks 100,000 keys up in a database table of as many devices, in batches of 256, with one to four queries under way; also
/// fills that table by the sink, which is measured on the way.</summary>
internal static class LookupBenchmark
{
    private const int Keys = 100_000;
    private const int BatchSize = 256;
    private const string Table = "actorstream_lookup_benchmark";
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly (string Name, DataType Type)[] Columns =
    [
        ("pboxid", DataType.String.NotNull()), ("device_id", DataType.String), ("bind_time", DataType.Timestamp(3)),
        ("unbind_time", DataType.Timestamp(3)), ("credit_code", DataType.String), ("status", DataType.Int),
    ];

    public static async Task RunAsync(TextWriter output, string url, string user, string password)
    {
        var options = new Dictionary<string, string> { ["connector"] = "jdbc", ["url"] = url, ["table-name"] = Table };
        if (!url.StartsWith("jdbc:sqlite:", StringComparison.Ordinal)) (options["username"], options["password"]) = (user, password);
        await CreateTableAsync(url, user, password);
        await FillAsync(output, options);
        Batch[] batches = [.. Enumerable.Range(0, Keys).Chunk(BatchSize).Select(KeyBatch)];
        foreach (int concurrency in (int[])[1, 2, 4])
        {
            options["lookup.max-concurrency"] = concurrency.ToString(CultureInfo.InvariantCulture);
            await using ILookup lookup = new JdbcConnector().CreateLookup(Context(options), ["pboxid"]).Lookup;
            await lookup.OpenAsync(None);
            for (int round = 0; round < 3; round++) await LookUpAsync(output, lookup, batches, concurrency, round);
        }
    }

    private static async Task LookUpAsync(TextWriter output, ILookup lookup, Batch[] batches, int concurrency, int round)
    {
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        long allocated = GC.GetTotalAllocatedBytes();
        var watch = Stopwatch.StartNew();
        int next = -1;
        int found = 0;
        async Task Work()
        {
            for (int i = Interlocked.Increment(ref next); i < batches.Length; i = Interlocked.Increment(ref next))
                Interlocked.Add(ref found, (await lookup.LookupAsync(batches[i], None)).Rows.Count);
        }
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Work()));
        watch.Stop();
        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        if (found != Keys) throw new InvalidOperationException($"Found {found} rows of {Keys}.");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"lookup, {concurrency} under way, round {round}: {Keys / watch.Elapsed.TotalSeconds:N0} keys/s, "
                + $"{watch.Elapsed.TotalMicroseconds / Keys:F2} us a key, "
                + $"{cpu.TotalMicroseconds / Keys:F2} us of this process's CPU, "
                + $"{(GC.GetTotalAllocatedBytes() - allocated) / Keys} B allocated"));
    }

    private static async Task CreateTableAsync(string url, string user, string password)
    {
        SqlEndpoint endpoint = JdbcUrl.Parse(url, user, password, createsFile: true);
        await using var link = new SqlLink(endpoint, "jdbc", Table);
        string timestamp = endpoint.Dialect.Name == "MySQL" ? "DATETIME(3)" : "TIMESTAMP(3)";
        await link.RunAsync(
            async session =>
            {
                await session.ExecuteAsync($"DROP TABLE IF EXISTS {Table}");
                return await session.ExecuteAsync($"CREATE TABLE {Table} (pboxid VARCHAR(64) NOT NULL PRIMARY KEY, device_id VARCHAR(64), "
                    + $"bind_time {timestamp}, unbind_time {timestamp}, credit_code VARCHAR(64), status INT)");
            },
            None);
    }

    private static async Task FillAsync(TextWriter output, Dictionary<string, string> options)
    {
        await using ISink sink = new JdbcConnector().CreateSink(
            Context(new Dictionary<string, string>(options) { ["sink.buffer-flush.max-rows"] = "1000" }));
        await sink.OpenAsync(None);
        await using ISinkWriter writer = sink.CreateWriter(new SinkWriterContext { Shard = 0, ShardCount = 1 });
        var watch = Stopwatch.StartNew();
        foreach (int[] some in Enumerable.Range(0, Keys).Chunk(Batch.TargetRows)) await writer.WriteAsync(RowBatch(some), None);
        await writer.FlushAsync(None);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"upsert: {Keys / watch.Elapsed.TotalSeconds:N0} rows/s"));
    }

    private static Batch KeyBatch(int[] numbers)
    {
        var keys = new BytesColumnBuilder();
        foreach (int number in numbers) keys.Append($"box-{number}");
        return new Batch([keys.Build()], numbers.Length);
    }

    private static Batch RowBatch(int[] numbers)
    {
        (BytesColumnBuilder devices, BytesColumnBuilder credits) = (new(), new());
        (FixedColumnBuilder<long> bound, FixedColumnBuilder<long> unbound) = (new(), new());
        var status = new FixedColumnBuilder<int>();
        foreach (int number in numbers)
        {
            devices.Append($"dev-{number}");
            bound.Append(1_700_000_000_123_000L + number);
            unbound.AppendNull();
            credits.Append($"CC{number}");
            status.Append(number & 1);
        }
        return new Batch(
            [KeyBatch(numbers).Columns[0], devices.Build(), bound.Build(), unbound.Build(), credits.Build(), status.Build()],
            numbers.Length);
    }

    private static TableContext Context(Dictionary<string, string> options) => new()
    {
        Table = new TableDefinition("default_catalog", "default_database", Table)
        {
            Columns = [.. Columns.Select(c => new TableColumn(c.Name, c.Type, TableColumnKind.Physical))],
            Options = options,
            PrimaryKey = ["pboxid"],
        },
        Options = new TableOptions(Table, options),
        Columns = [.. Columns.Select(c => new ConnectorColumn(c.Name, c.Type))],
        Environment = new ConnectorEnvironment { Registry = new ConnectorRegistry() },
    };
}
