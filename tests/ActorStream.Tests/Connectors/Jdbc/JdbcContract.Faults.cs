using ActorStream.Connectors;
using static ActorStream.Tests.Connectors.Jdbc.JdbcRows;

namespace ActorStream.Tests.Connectors.Jdbc;

/// <summary>What happens to tables and connections while a job has them open.</summary>
public abstract partial class JdbcContract
{
    private static readonly (string, DataType)[] NumberColumns = [("id", DataType.String), ("n", DataType.BigInt)];

    /// <summary>Whoever swaps a table for its successor, or restores it, leaves it away for a moment: a retry finds the new one, of
    /// another type, too.</summary>
    [StoreFact]
    public async Task TableThatIsAwayForAWhileIsTransient()
    {
        await ExecuteAsync($"CREATE TABLE swap (id {Text} PRIMARY KEY, n INT)");
        await ExecuteAsync("INSERT INTO swap VALUES ('a', 1)");
        await using ILookup lookup = await OpenLookupAsync(
            ["id"], "swap", NumberColumns, NumberColumns, ("lookup.max-concurrency", "1"));
        await using ISink sink = Connector.CreateSink(Context("swap", NumberColumns, ["id"], null, ("sink.max-retries", "0")));
        await sink.OpenAsync(None);
        await using ISinkWriter writer = sink.CreateWriter(new SinkWriterContext { Shard = 0, ShardCount = 1 });
        await writer.WriteAsync(Rows(Types(NumberColumns), ["b", 2L]), None);
        await writer.FlushAsync(None);
        Assert.Equal(["0: a, 1", "1: b, 2"], Numbers(await lookup.LookupAsync(Keys("a", "b"), None)));

        await ExecuteAsync("ALTER TABLE swap RENAME TO swap_old");
        var e = await Assert.ThrowsAsync<ConnectorException>(async () => await lookup.LookupAsync(Keys("a"), None));
        Assert.True(e.IsTransient, e.ToString());
        await writer.WriteAsync(Rows(Types(NumberColumns), ["b", 3L]), None);
        e = await Assert.ThrowsAsync<ConnectorException>(async () => await writer.FlushAsync(None));
        Assert.True(e.IsTransient, e.ToString());
        // Also for a job that begins anew just now.
        e = await Assert.ThrowsAsync<ConnectorException>(() => OpenLookupAsync(["id"], "swap", NumberColumns, NumberColumns));
        Assert.True(e.IsTransient, e.ToString());

        await ExecuteAsync($"CREATE TABLE swap (id {Text} PRIMARY KEY, more INT, n BIGINT)");
        await ExecuteAsync("INSERT INTO swap VALUES ('a', 0, 11), ('b', 0, 12)");
        Assert.Equal(["0: a, 11"], Numbers(await lookup.LookupAsync(Keys("a"), None)));
        await writer.FlushAsync(None);
        Assert.Equal(["0: a, 11", "1: b, 3"], Numbers(await lookup.LookupAsync(Keys("a", "b"), None)));
    }

    /// <summary>Uses a lookup, a sink and a scan before and after the server's connections were disturbed; none may notice.</summary>
    protected async Task OutliveAsync(Func<Task> disturb)
    {
        await ExecuteAsync($"CREATE TABLE kept (id {Text} PRIMARY KEY, n INT)");
        IEnumerable<string> values = Enumerable.Range(0, 5000).Select(i => $"('k{i:0000}', {i})");
        await ExecuteAsync("INSERT INTO kept VALUES " + string.Join(", ", values));
        await using ILookup lookup = await OpenLookupAsync(
            ["id"], "kept", NumberColumns, NumberColumns, ("lookup.max-concurrency", "3"), ("lookup.batch-size", "1"));
        await using ISink sink = Connector.CreateSink(Context("kept", NumberColumns, ["id"], null, ("sink.max-retries", "0")));
        await sink.OpenAsync(None);
        await using ISinkWriter writer = sink.CreateWriter(new SinkWriterContext { Shard = 0, ShardCount = 1 });
        await using ISource source = Connector.CreateSource(Context("kept", NumberColumns, ["id"], null));
        await source.OpenAsync(None);
        await using ISourceReader reader = source.CreateReader(
            await source.ResolveAsync([new SplitStart(new SourceSplit("0"), null)], None));

        var scanned = new List<string>();
        Assert.False(await ScanAsync());
        await WriteAsync(-1);
        await LookUpAsync();
        for (int round = 0; round < 2; round++)
        {
            await disturb();
            await LookUpAsync();
            await WriteAsync(round);
        }
        while (!await ScanAsync())
        {
        }
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => $"k{i:0000}, {i}"), scanned.Where(static r => !r.StartsWith('w')));

        async Task LookUpAsync()
        {
            // More keys than a query takes, so that every connection is used.
            string[] keys = [.. Enumerable.Range(0, 12).Select(i => $"k{i:0000}")];
            Assert.Equal(12, (await lookup.LookupAsync(Keys(keys), None)).Rows.Count);
        }

        async Task WriteAsync(int value)
        {
            await writer.WriteAsync(Rows(Types(NumberColumns), ["w", (long)value]), None);
            await writer.FlushAsync(None);
            Assert.Equal([$"0: w, {value}"], Numbers(await lookup.LookupAsync(Keys("w"), None)));
        }

        async Task<bool> ScanAsync()
        {
            SourceBatch batch = (await reader.ReadAsync(None))!;
            scanned.AddRange(ShowRows(batch.Rows, Types(NumberColumns)));
            return batch.IsEnd;
        }
    }

    /// <summary>A server that only reads for a while, as a primary does that another takes over from, is waited for.</summary>
    protected async Task OutliveReadOnlyAsync(Func<bool, Task> setReadOnly, params (string, string)[] options)
    {
        await ExecuteAsync($"CREATE TABLE switched (id {Text} PRIMARY KEY, n INT)");
        await using ISink sink = Connector.CreateSink(
            Context("switched", NumberColumns, ["id"], null, [.. options, ("sink.max-retries", "0")]));
        await sink.OpenAsync(None);
        await using ISinkWriter writer = sink.CreateWriter(new SinkWriterContext { Shard = 0, ShardCount = 1 });
        await writer.WriteAsync(Rows(Types(NumberColumns), ["a", 1L]), None);
        await writer.FlushAsync(None);
        await setReadOnly(true);
        try
        {
            await writer.WriteAsync(Rows(Types(NumberColumns), ["a", 2L]), None);
            var e = await Assert.ThrowsAsync<ConnectorException>(async () => await writer.FlushAsync(None));
            Assert.True(e.IsTransient, e.ToString());
        }
        finally
        {
            await setReadOnly(false);
        }
        await writer.FlushAsync(None);
        Assert.Equal(["a, 2"], await ScanAsync("switched", NumberColumns, ["id"]));
    }

    /// <summary>Reads a table from whichever of a URL's servers answers.</summary>
    protected async Task FailOverAsync(string url, string table)
    {
        await using ISource source = Connector.CreateSource(Context(table, [("n", DataType.Int)], [], null, ("url", url)));
        await source.OpenAsync(None);
        Assert.Equal(["1"], await ReadAsync(source, new SourceSplit("0"), null, [DataType.Int]));
    }

    /// <summary>A date and a number that are declared as texts, looked up and looked for.</summary>
    protected async Task TextsOfOtherTypesAsync(string date, string number)
    {
        await ExecuteAsync("CREATE TABLE texts (id INT PRIMARY KEY, d DATE, x DOUBLE PRECISION)");
        await ExecuteAsync($"INSERT INTO texts VALUES (1, {date}, 1e20), (2, {date}, NULL)");
        (string, DataType)[] columns = [("id", DataType.Int), ("d", DataType.String), ("x", DataType.String)];
        await using ILookup lookup = await OpenLookupAsync(["d"], "texts", columns, columns);
        string text = date.Trim('\'');
        LookupRows found = await lookup.LookupAsync(Keys("2000-01-01", text), None);
        Assert.Equal([$"1, {text}, {number}", $"2, {text}, NULL"], ShowRows(found.Rows, Types(columns)).Order());
        Assert.Equal([1, 1], found.KeyRows);
    }

    private static List<string> Numbers(LookupRows rows) =>
        [.. rows.KeyRows.Select((k, i) => $"{k}: {ShowRows(rows.Rows, Types(NumberColumns))[i]}").Order()];
}
