using ActorStream.Connectors;
using ActorStream.Connectors.Jdbc;
using ActorStream.Types;
using static ActorStream.Tests.Connectors.Jdbc.JdbcRows;

namespace ActorStream.Tests.Connectors.Jdbc;

/// <summary>What the jdbc connector must do, whatever database is behind it.</summary>
public abstract partial class JdbcContract
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly (string, DataType)[] DeviceColumns =
        [("id", DataType.String), ("n", DataType.Int), ("name", DataType.String), ("price", DataType.Decimal(10, 2))];

    /// <summary>The options that connect to the test's own database.</summary>
    protected abstract Dictionary<string, string> Connection { get; }

    /// <summary>Runs statements in the database, separated by semicolons.</summary>
    protected abstract Task ExecuteAsync(string sql);

    /// <summary>The type of a text that may be a key.</summary>
    protected virtual string Text => "VARCHAR(100)";

    /// <summary>The type of a timestamp with microseconds.</summary>
    protected virtual string Timestamp => "TIMESTAMP";

    /// <summary>The type of a number with all its digits.</summary>
    protected virtual string Decimal(int precision, int scale) => $"DECIMAL({precision}, {scale})";

    /// <summary>The type of bytes.</summary>
    protected virtual string Bytes => "BLOB";

    [StoreFact]
    public async Task LookupFindsRowsOfTheirKeys()
    {
        await FillDevicesAsync();
        await using ILookup lookup = await OpenLookupAsync(["id"]);
        Assert.Equal(["0: d3, 3, name 3, 3.50"], Show(await lookup.LookupAsync(Keys("d3"), None)));
        Assert.Equal(["0: d1, 1, name 1, 1.50", "2: d9, 9, NULL, 9.50"], Show(await lookup.LookupAsync(Keys("d1", "none", "d9"), None)));
        Assert.Empty(Show(await lookup.LookupAsync(Keys("none", "nor this"), None)));
    }

    [StoreTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(17)]
    [InlineData(100)]
    [InlineData(600)]
    public async Task LookupOfAnyNumberOfKeysGivesEachItsRow(int count)
    {
        await FillDevicesAsync(400);
        await using ILookup lookup = await OpenLookupAsync(["id"], ("lookup.batch-size", "100"));
        LookupRows rows = await lookup.LookupAsync(Keys([.. Enumerable.Range(0, count).Select(i => $"d{i}")]), None);
        Assert.Equal(Math.Min(count, 400), rows.Rows.Count);
        Assert.Equal(rows.KeyRows.Order(), Enumerable.Range(0, Math.Min(count, 400)));
        for (int i = 0; i < rows.Rows.Count; i++) Assert.Equal($"d{rows.KeyRows[i]}", Cell(rows.Rows.Columns[0], i, DataType.String));
    }

    [StoreFact]
    public async Task LookupGivesAllRowsOfAKey()
    {
        await ExecuteAsync($"CREATE TABLE visits (id {Text}, n INT); "
            + "INSERT INTO visits VALUES ('a', 1), ('b', 2), ('a', 3), ('c', 4), ('a', 5)");
        await using ILookup lookup = await OpenLookupAsync(["id"], "visits", [("n", DataType.Int)],
            [("id", DataType.String), ("n", DataType.Int)]);
        Assert.Equal(["0: 2", "1: 1", "1: 3", "1: 5"], Show(await lookup.LookupAsync(Keys("b", "a"), None)).Order());
        Assert.Equal(["0: 1", "0: 3", "0: 5"], Show(await lookup.LookupAsync(Keys("a"), None)).Order());
    }

    [StoreFact]
    public async Task LookupBySeveralColumnsMatchesAllOfThem()
    {
        await FillDevicesAsync();
        await using ILookup lookup = await OpenLookupAsync(["n", "id"]);
        Batch keys = Rows([DataType.Int, DataType.String], [1, "d1"], [1, "d2"], [2, "d2"], [7, "d8"]);
        Assert.Equal(["0: d1, 1, name 1, 1.50", "2: d2, 2, name 2, 2.50"], Show(await lookup.LookupAsync(keys, None)).Order());
    }

    [StoreFact]
    public async Task LookupByANumberAndByADecimal()
    {
        await FillDevicesAsync();
        await using ILookup byNumber = await OpenLookupAsync(["n"]);
        Assert.Equal(["1: d3, 3, name 3, 3.50"], Show(await byNumber.LookupAsync(Rows([DataType.Int], [30], [3]), None)));
        await using ILookup byPrice = await OpenLookupAsync(["price"]);
        Assert.Equal(["0: d3, 3, name 3, 3.50", "1: d4, 4, name 4, 4.50"],
            Show(await byPrice.LookupAsync(Rows([DataType.Decimal(10, 2)], [3.5m], [4.5m]), None)).Order());
    }

    [StoreFact]
    public async Task LookupsMayOverlap()
    {
        await FillDevicesAsync(50);
        await using ILookup lookup = await OpenLookupAsync(["id"], ("lookup.max-concurrency", "2"));
        LookupRows[] all = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => lookup.LookupAsync(Keys($"d{i}"), None).AsTask()));
        for (int i = 0; i < 50; i++) Assert.Equal([$"0: d{i}, {i}, {(i == 9 ? "NULL" : $"name {i}")}, {i}.50"], Show(all[i]));
    }

    [StoreFact]
    public async Task KeyThatNoRowCanHaveFindsNone()
    {
        await FillDevicesAsync();
        await using ILookup lookup = await OpenLookupAsync(["id"]);
        Assert.Equal(["1: d1, 1, name 1, 1.50"], Show(await lookup.LookupAsync(Keys("a\0b", "d1", "", new string('x', 5000)), None)));
        Assert.Empty(Show(await lookup.LookupAsync(Keys("\0"), None)));
    }

    [StoreTheory]
    [InlineData("it's")]
    [InlineData("a\"b`c\\d")]
    [InlineData("ключ 键 🔑")]
    [InlineData("'; DROP TABLE devices; --")]
    public async Task KeysAreValuesNotText(string key)
    {
        await FillDevicesAsync();
        await WriteAsync("devices", DeviceColumns, ["id"], Rows(Types(DeviceColumns), [key, 77, key, 7.7m]));
        await using ILookup lookup = await OpenLookupAsync(["id"]);
        Assert.Equal([$"1: {key}, 77, {key}, 7.70"], Show(await lookup.LookupAsync(Keys("x", key), None)));
    }

    [StoreFact]
    public async Task MissingTableAndColumnAreNamed()
    {
        await FillDevicesAsync();
        var e = await Assert.ThrowsAsync<ConnectorException>(() =>
            OpenLookupAsync(["id"], "devises", [("id", DataType.String)], [("id", DataType.String)]));
        Assert.StartsWith("Table \"devises\" not found in ", e.Message, StringComparison.Ordinal);
        e = await Assert.ThrowsAsync<ConnectorException>(
            () => OpenLookupAsync(["id"], "devices", [("nam", DataType.String)], [("id", DataType.String), ("nam", DataType.String)]));
        Assert.StartsWith("Column \"nam\" not found in table ", e.Message, StringComparison.Ordinal);
        Assert.Equal("Its columns are: id, n, name, price.", e.Hint);
    }

    [StoreFact]
    public async Task ValueThatDoesNotFitNamesItsColumn()
    {
        await FillDevicesAsync();
        await using ILookup lookup = await OpenLookupAsync(["id"], "devices", [("name", DataType.Int)],
            [("id", DataType.String), ("name", DataType.Int)]);
        var e = await Assert.ThrowsAsync<ConnectorException>(async () => await lookup.LookupAsync(Keys("d1"), None));
        Assert.Contains("Column \"name\" of table \"t\" is declared as INT, but ", e.Message, StringComparison.Ordinal);
        Assert.Contains("gave the text 'name 1'", e.Message, StringComparison.Ordinal);
        Assert.False(e.IsTransient);
    }

    [StoreFact]
    public async Task EveryTypeIsWrittenAndReadBack()
    {
        await ExecuteAsync($"CREATE TABLE every_type (k INT PRIMARY KEY, a SMALLINT, b BIGINT, c DOUBLE PRECISION, "
            + $"d {Decimal(20, 4)}, e {Text}, "
            + $"f {Bytes}, g DATE, h TIME, i {Timestamp}, j {Decimal(38, 10)})");
        (string, DataType)[] columns =
        [
            ("k", DataType.Int), ("a", DataType.SmallInt), ("b", DataType.BigInt), ("c", DataType.Double), ("d", DataType.Decimal(20, 4)),
            ("e", DataType.String), ("f", DataType.Bytes), ("g", DataType.Date), ("h", DataType.Time(0)), ("i", DataType.Timestamp(6)),
            ("j", DataType.Decimal(38, 10)),
        ];
        Batch rows = Rows(Types(columns),
            [1, (short)-7, long.MaxValue, 1.5e300, 1234567890123456.7891m, "text €", new byte[] { 0, 255, 39 }, new DateTime(2024, 2, 29),
                new TimeSpan(23, 59, 58), new DateTime(2024, 2, 29, 1, 2, 3).AddTicks(1234560),
                    Wide("1234567890123456789012345678.0123456789")],
            [2, null, null, null, null, null, null, null, null, null, null],
            [3, (short)0, long.MinValue, -0.5, -0.0001m, "", Array.Empty<byte>(), new DateTime(1970, 1, 1), TimeSpan.Zero,
                new DateTime(1969, 12, 31, 23, 59, 59), Wide("-0.0000000001")]);
        await WriteAsync("every_type", columns, ["k"], rows);
        Assert.Equal(ShowRows(rows, Types(columns)), await ScanAsync("every_type", columns, ["k"]));
    }

    [StoreFact]
    public async Task SinkWithAKeyUpdatesAndDeletes()
    {
        await FillDevicesAsync(3);
        Batch changes = new(
            Rows(Types(DeviceColumns), ["d0", 10, "new", 1m], ["d1", 1, null, 1m], ["d7", 7, "x", 7m], ["d7", 8, "y", 8m],
                ["d2", 2, "gone", 1m], ["d2", 2, "back", 1m])
                .Columns,
            6, [RowKind.UpdateAfter, RowKind.Delete, RowKind.Insert, RowKind.UpdateAfter, RowKind.UpdateBefore, RowKind.UpdateAfter]);
        await WriteAsync("devices", DeviceColumns, ["id"], changes);
        await WriteAsync("devices", DeviceColumns, ["id"], changes);
        Assert.Equal(["d0, 10, new, 1.00", "d2, 2, back, 1.00", "d7, 8, y, 8.00"], await ScanAsync("devices", DeviceColumns, ["id"]));
    }

    [StoreFact]
    public async Task SinkWithAKeyOfSeveralColumns()
    {
        await ExecuteAsync($"CREATE TABLE pairs (a INT NOT NULL, b {Text} NOT NULL, PRIMARY KEY (a, b)); "
            + "INSERT INTO pairs VALUES (1, 'x'), (2, 'x')");
        (string, DataType)[] columns = [("a", DataType.Int), ("b", DataType.String)];
        Batch changes = new(Rows(Types(columns), [1, "x"], [2, "x"], [3, "y"]).Columns, 3,
            [RowKind.Delete, RowKind.Insert, RowKind.Insert]);
        await WriteAsync("pairs", columns, ["a", "b"], changes);
        Assert.Equal(["2, x", "3, y"], await ScanAsync("pairs", columns, ["a", "b"]));
    }

    [StoreFact]
    public async Task SinkWithoutAKeyAppends()
    {
        await ExecuteAsync("CREATE TABLE log (n INT)");
        (string, DataType)[] columns = [("n", DataType.Int)];
        Batch rows = Rows([DataType.Int], [.. Enumerable.Range(0, 300).Select(i => new object?[] { i % 150 })]);
        await WriteAsync("log", columns, [], rows);
        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"{i / 2}"), await ScanAsync("log", columns, []));
    }

    [StoreFact]
    public async Task SinkWhoseKeyTheDatabaseLacksIsRefused()
    {
        await ExecuteAsync("CREATE TABLE log (n INT)");
        var e = await Assert.ThrowsAsync<ConnectorException>(
            () => WriteAsync("log", [("n", DataType.Int)], ["n"], Rows([DataType.Int], [1])));
        Assert.Contains("has no unique key on (n)", e.Message, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task SinkFlushesByCountAndByTime()
    {
        await ExecuteAsync("CREATE TABLE log (n INT)");
        (string, DataType)[] columns = [("n", DataType.Int)];
        var clock = new JdbcClock();
        await using ISink sink = Connector.CreateSink(Context("log", columns, [], clock, ("sink.buffer-flush.max-rows", "3")));
        await sink.OpenAsync(None);
        await using ISinkWriter writer = sink.CreateWriter(new SinkWriterContext { Shard = 0, ShardCount = 1 });
        await writer.WriteAsync(Rows([DataType.Int], [1], [2]), None);
        Assert.Empty(await ScanAsync("log", columns, []));
        await writer.WriteAsync(Rows([DataType.Int], [3], [4]), None);
        Assert.Equal(["1", "2", "3"], await ScanAsync("log", columns, []));
        Assert.Equal(TimeSpan.FromSeconds(1), clock.DueTime);
        clock.Fire();
        for (int i = 0; i < 1000 && (await ScanAsync("log", columns, [])).Count < 4; i++) await Task.Yield();
        await writer.WriteAsync(Rows([DataType.Int], [5]), None);
        await writer.FlushAsync(None);
        Assert.Equal(["1", "2", "3", "4", "5"], await ScanAsync("log", columns, []));
    }

    [StoreFact]
    public async Task ScanGoesOnBehindTheRowsThatWereRead()
    {
        await FillDevicesAsync(3000);
        foreach (string[] key in (string[][])[["id"], []])
        {
            await using ISource source = Connector.CreateSource(Context("devices", DeviceColumns, key, null));
            await source.OpenAsync(None);
            SourceSplit split = Assert.Single(await source.DiscoverSplitsAsync(None));
            List<string> all = await ReadAsync(source, split, null, Types(DeviceColumns));
            Assert.Equal(3000, all.Distinct().Count());
            Assert.Equal(all[1500..], await ReadAsync(source, split, 1500, Types(DeviceColumns)));
            Assert.Empty(await ReadAsync(source, split, 3000, Types(DeviceColumns)));
            await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(source, split, 3001, Types(DeviceColumns)));
        }
    }

    [StoreFact]
    public async Task ScanOfPartitionsReadsEveryRowOnce()
    {
        await FillDevicesAsync(100);
        await using ISource source = Connector.CreateSource(Context("devices", [("n", DataType.Int)], [], null,
            ("scan.partition.column", "n"), ("scan.partition.num", "7"), ("scan.partition.lower-bound", "0"),
                ("scan.partition.upper-bound", "99")));
        await source.OpenAsync(None);
        IReadOnlyList<SourceSplit> splits = await source.DiscoverSplitsAsync(None);
        Assert.Equal(7, splits.Count);
        var rows = new List<string>();
        foreach (SourceSplit split in splits) rows.AddRange(await ReadAsync(source, split, null, [DataType.Int]));
        Assert.Equal(Enumerable.Range(0, 100), rows.Select(int.Parse).Order());
    }

    [StoreFact]
    public async Task DatabaseIsWrittenWhileItIsRead()
    {
        await FillDevicesAsync(5000);
        await ExecuteAsync("CREATE TABLE log (n INT)");
        await using ISource source = Connector.CreateSource(Context("devices", DeviceColumns, ["id"], null));
        await source.OpenAsync(None);
        IReadOnlyList<SplitStart> starts = await source.ResolveAsync([new SplitStart(new SourceSplit("0"), null)], None);
        await using ISourceReader reader = source.CreateReader(starts);
        int read = 0;
        while (await reader.ReadAsync(None) is { } batch)
        {
            await WriteAsync("log", [("n", DataType.Int)], [], Rows([DataType.Int], [read]));
            read += batch.Rows.Count;
        }
        Assert.Equal(5000, read);
        Assert.InRange((await ScanAsync("log", [("n", DataType.Int)], [])).Count, 5, 6);
    }

    [StoreFact]
    public async Task ScanCanBeLeftInTheMiddle()
    {
        await FillDevicesAsync(5000);
        await using ISource source = Connector.CreateSource(Context("devices", DeviceColumns, ["id"], null));
        await source.OpenAsync(None);
        IReadOnlyList<SplitStart> starts = await source.ResolveAsync([new SplitStart(new SourceSplit("0"), null)], None);
        await using ISourceReader reader = source.CreateReader(starts);
        Assert.False((await reader.ReadAsync(None))!.IsEnd);
    }

    protected static JdbcConnector Connector { get; } = new();

    protected TableContext Context(
        string table, (string Name, DataType Type)[] columns, string[] key, TimeProvider? clock, params (string, string)[] options) =>
        Context(table, columns, columns, key, clock, options);

    protected TableContext Context(
        string table, (string Name, DataType Type)[] wanted, (string Name, DataType Type)[] columns, string[] key, TimeProvider? clock,
        params (string, string)[] options)
    {
        var all = new Dictionary<string, string>(Connection) { ["connector"] = "jdbc", ["table-name"] = table };
        foreach ((string name, string value) in options) all[name] = value;
        return new TableContext
        {
            Table = new TableDefinition("default_catalog", "default_database", "t")
            {
                Columns = [.. columns.Select(c => new TableColumn(c.Name, c.Type, TableColumnKind.Physical))],
                Options = all,
                PrimaryKey = key,
            },
            Options = new TableOptions("t", all),
            Columns = [.. wanted.Select(c => new ConnectorColumn(c.Name, c.Type))],
            Environment = new ConnectorEnvironment { Registry = new ConnectorRegistry(), TimeProvider = clock ?? TimeProvider.System },
        };
    }

    protected Task<ILookup> OpenLookupAsync(string[] keys, params (string, string)[] options) =>
        OpenLookupAsync(keys, "devices", DeviceColumns, DeviceColumns, options);

    protected async Task<ILookup> OpenLookupAsync(
        string[] keys, string table, (string, DataType)[] wanted, (string, DataType)[] columns, params (string, string)[] options)
    {
        TableContext context = Context(table, wanted, columns, [], null, options);
        ILookup lookup = Connector.CreateLookup(context, keys).Lookup;
        context.Options.RefuseLeftovers();
        try
        {
            await lookup.OpenAsync(None);
            return lookup;
        }
        catch
        {
            await lookup.DisposeAsync();
            throw;
        }
    }

    protected async Task WriteAsync(string table, (string, DataType)[] columns, string[] key, Batch rows)
    {
        await using ISink sink = Connector.CreateSink(Context(table, columns, key, null));
        await sink.OpenAsync(None);
        await using ISinkWriter writer = sink.CreateWriter(new SinkWriterContext { Shard = 0, ShardCount = 1 });
        await writer.WriteAsync(rows, None);
        await writer.FlushAsync(None);
    }

    protected async Task<List<string>> ScanAsync(string table, (string, DataType)[] columns, string[] key)
    {
        await using ISource source = Connector.CreateSource(Context(table, columns, key, null));
        await source.OpenAsync(None);
        return await ReadAsync(source, new SourceSplit("0"), null, Types(columns));
    }

    protected static DataType[] Types((string Name, DataType Type)[] columns) => [.. columns.Select(c => c.Type)];

    protected static Batch Keys(params string[] keys) => Rows([DataType.String], [.. keys.Select(k => new object?[] { k })]);

    private static async Task<List<string>> ReadAsync(ISource source, SourceSplit split, long? offset, DataType[] types)
    {
        IReadOnlyList<SplitStart> starts = await source.ResolveAsync([new SplitStart(split, offset)], None);
        await using ISourceReader reader = source.CreateReader(starts);
        var rows = new List<string>();
        long position = starts[0].Offset!.Value;
        while (await reader.ReadAsync(None) is { } batch)
        {
            rows.AddRange(ShowRows(batch.Rows, types));
            position += batch.Rows.Count;
            Assert.Equal(position, batch.NextOffset);
        }
        return rows;
    }

    private async Task FillDevicesAsync(int count = 10)
    {
        IEnumerable<string> rows = Enumerable.Range(0, count).Select(i => $"('d{i}', {i}, {(i == 9 ? "NULL" : $"'name {i}'")}, {i}.5)");
        await ExecuteAsync($"CREATE TABLE devices (id {Text} NOT NULL PRIMARY KEY, n INT, name {Text}, price DECIMAL(10, 2)); "
            + $"INSERT INTO devices VALUES {string.Join(", ", rows)}");
    }

    private static List<string> Show(LookupRows found)
    {
        DataType[] types = [DataType.String, DataType.Int, DataType.String, DataType.Decimal(10, 2)];
        if (found.Rows.Columns.Length == 1) types = [found.Rows.Columns[0] is BytesColumn ? DataType.String : DataType.Int];
        return [.. ShowRows(found.Rows, types).Select((row, i) => $"{found.KeyRows[i]}: {row}")];
    }
}
