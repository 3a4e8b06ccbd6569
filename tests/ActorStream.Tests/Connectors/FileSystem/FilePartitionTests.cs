using ActorStream.Connectors;
using ActorStream.Types;

namespace ActorStream.Tests.Connectors.FileSystem;

/// <summary>PARTITIONED BY: directories as Flink 2.2.1 names them, and their marks.</summary>
public sealed class FilePartitionTests : IDisposable
{
    private static readonly Field[] Columns = [new("a", DataType.String), new("d", DataType.String), new("n", DataType.Int)];
    private static readonly string[] Keys = ["d", "n"];

    private readonly string _folder = Directory.CreateTempSubdirectory("actorstream-files-").FullName;
    private readonly Clock _clock = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Root => Path.Combine(_folder, "out");

    [Fact]
    public async Task RowsGoToTheDirectoriesThatFlinkMakesAndAreReadBack()
    {
        await using ISinkWriter writer = await OpenAsync("format=json");
        await writer.WriteAsync(Rows(("1", "x", 5), ("2", null, null), ("3", "", 7), ("4", "a/b=c %:#é ", 7), ("5", "x", 5)), default);
        Assert.Empty(Visible());
        await writer.CommitAsync(await BarrierAsync(writer, 1), default);
        Assert.Equal(
        [
            "d=__DEFAULT_PARTITION__/n=7: {\"a\":\"3\"}", "d=__DEFAULT_PARTITION__/n=__DEFAULT_PARTITION__: {\"a\":\"2\"}",
            "d=a%2Fb%3Dc %25%3A%23é /n=7: {\"a\":\"4\"}", "d=x/n=5: {\"a\":\"1\"}", "d=x/n=5: {\"a\":\"5\"}",
        ], Visible());
        TableContext context = Table("format=json");
        Assert.Equal(
            ["+I[1, x, 5]", "+I[2, null, null]", "+I[3, null, 7]", "+I[4, a/b=c %:#é , 7]", "+I[5, x, 5]"],
            Connected.Rows(await Connected.ReadAsync(Connected.Source(context)), context).Order());
    }

    [Fact]
    public async Task OnlyTheWantedColumnsAreReadAlsoWhereNoneIsInTheFile()
    {
        Write("n=5/d=b/x.csv", "1\n2\n");
        Write("_hidden/x.csv", "9\n");
        TableContext context = Table("format=csv", [new("n", DataType.Int), new("d", DataType.String)]);
        Assert.Equal(
            ["+I[5, b]", "+I[5, b]"], Connected.Rows(await Connected.ReadAsync(Connected.Source(context)), context));
    }

    [Theory]
    [InlineData("DATE", "2024-02-29", "2024-02-29")]
    [InlineData("TIMESTAMP", "2024-02-29T10%3A11%3A12.500", "2024-02-29T10:11:12.500")]
    [InlineData("BOOLEAN", "true", "true")]
    [InlineData("DOUBLE", "1.0E10", "1.0E10")]
    [InlineData("DECIMAL", "1.50", "1.50")]
    [InlineData("BIGINT", "-7", "-7")]
    public async Task ValuesOfEachTypeArePartOfAPath(string type, string name, string value)
    {
        DataType of = type switch
        {
            "DATE" => DataType.Date, "TIMESTAMP" => DataType.Timestamp(3), "BOOLEAN" => DataType.Boolean, "DOUBLE" => DataType.Double,
            "DECIMAL" => DataType.Decimal(10, 2), _ => DataType.BigInt,
        };
        Field[] columns = [new("k", of), new("a", DataType.String)];
        Write($"k={name}/x.csv", "v\n");
        TableContext read = Connected.Table(columns, $"connector=filesystem~format=csv~path={Root}", partitionedBy: ["k"]);
        List<SourceBatch> batches = await Connected.ReadAsync(Connected.Source(read));
        Assert.Equal([$"+I[{value}, v]"], Connected.Rows(batches, read));
        string copy = Path.Combine(_folder, "copy");
        TableContext written = Connected.Table(columns, $"connector=filesystem~format=csv~path={copy}", partitionedBy: ["k"]);
        await using ISinkWriter writer = await OpenAsync(written);
        foreach (SourceBatch batch in batches) await writer.WriteAsync(batch.Rows, default);
        Assert.True(Directory.Exists(Path.Combine(copy, $"k={name}")));
    }

    [Theory]
    [InlineData("n=5/x.csv", "The directory \"n=5/sub\" of table \"t\" does not name its partition: expected d=…/n=….")]
    [InlineData("d=1/n=x/x.csv", "Partition column \"n\" of table \"t\" is INT, but the directory of \"d=1/n=x/x.csv\" says \"x\".")]
    public async Task ADirectoryThatIsNoPartitionIsAnError(string file, string message)
    {
        Write(file, "1\n");
        if (file.StartsWith("n=5", StringComparison.Ordinal)) Write("n=5/sub/x.csv", "1\n");
        ISource source = Connected.Source(Table("format=csv"));
        ConnectorException error = await Assert.ThrowsAsync<ConnectorException>(() => Connected.ReadAsync(source));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public async Task MorePartitionsThanOpenFilesAreWritten()
    {
        await using ISinkWriter writer = await OpenAsync("format=csv");
        for (int round = 0; round < 2; round++)
            await writer.WriteAsync(Rows([.. Enumerable.Range(0, 250).Select(i => ("v", (string?)"x", (int?)i))]), default);
        await writer.CommitAsync(await BarrierAsync(writer, 1), default);
        Assert.Equal(500, Visible().Length);
        Assert.Equal(250, Visible().Distinct().Count());
    }

    [Fact]
    public async Task APartitionIsMarkedWhenItsPartsHaveAppeared()
    {
        await using ISinkWriter writer = await OpenAsync(
            "format=csv~sink.partition-commit.policy.kind=success-file~sink.partition-commit.success-file.name=_DONE");
        await writer.WriteAsync(Rows(("1", "x", 1)), default);
        byte[] first = await BarrierAsync(writer, 1);
        Assert.Empty(Marks("_DONE"));
        await writer.CommitAsync(first, default);
        Assert.Equal(["d=x/n=1"], Marks("_DONE"));
        await writer.WriteAsync(Rows(("1", "x", 2)), default);
        await writer.CommitAsync(await BarrierAsync(writer, 2), default);
        Assert.Equal(["d=x/n=1", "d=x/n=2"], Marks("_DONE"));
    }

    [Fact]
    public async Task AMarkWaitsForItsDelayAndForNobodyAtTheEnd()
    {
        const string Options = "format=csv~sink.partition-commit.policy.kind=success-file~sink.partition-commit.delay=1 h";
        await using ISinkWriter writer = await OpenAsync(Options);
        await writer.WriteAsync(Rows(("1", "x", 1)), default);
        await writer.CommitAsync(await BarrierAsync(writer, 1), default);
        Assert.Empty(Marks("_SUCCESS"));
        Assert.Null(await NextAsync(writer, 2));
        _clock.Advance(TimeSpan.FromHours(1));
        await writer.WriteAsync(Rows(("1", "x", 2)), default);
        await writer.CommitAsync(await BarrierAsync(writer, 3), default);
        Assert.Equal(["d=x/n=1"], Marks("_SUCCESS"));
        writer.EndOfInput();
        await writer.CommitAsync((await NextAsync(writer, 4))!, default);
        Assert.Equal(["d=x/n=1", "d=x/n=2"], Marks("_SUCCESS"));
    }

    [Fact]
    public async Task AMarkThatAStoppedJobOwedIsMadeByTheNext()
    {
        const string Options = "format=csv~sink.partition-commit.policy.kind=success-file~sink.partition-commit.delay=1 h";
        ISinkWriter stopped = await OpenAsync(Options);
        await stopped.WriteAsync(Rows(("1", "x", 1)), default);
        await stopped.CommitAsync(await BarrierAsync(stopped, 1), default);
        await stopped.DisposeAsync();
        await using ISinkWriter next = await OpenAsync(Options);
        next.EndOfInput();
        await next.CommitAsync((await NextAsync(next, 2))!, default);
        Assert.Equal(["d=x/n=1"], Marks("_SUCCESS"));
    }

    [Fact]
    public async Task AMarkComesAfterThePartsOfAllShards()
    {
        ISink sink = Connected.Sink(Table("format=csv~sink.partition-commit.policy.kind=success-file"));
        await sink.OpenAsync(default);
        ISinkWriter[] writers =
            [.. Enumerable.Range(0, 2).Select(i => sink.CreateWriter(new SinkWriterContext { Shard = i, ShardCount = 2 }))];
        var done = new List<byte[]>();
        foreach (ISinkWriter writer in writers) await writer.WriteAsync(Rows(("1", "x", 1)), default);
        foreach (ISinkWriter writer in writers) done.Add(await BarrierAsync(writer, 1));
        await writers[0].CommitAsync(done[0], default);
        Assert.Empty(Marks("_SUCCESS"));
        await writers[1].CommitAsync(done[1], default);
        Assert.Equal(["d=x/n=1"], Marks("_SUCCESS"));
        Assert.Equal(2, Visible().Length);
        // Recovery does it again, with writers that know nothing of the first time.
        File.Delete(Path.Combine(Root, "d=x/n=1/_SUCCESS"));
        await using ISinkWriter recovered = await OpenAsync("format=csv~sink.partition-commit.policy.kind=success-file");
        foreach (byte[] committable in done) await recovered.CommitAsync(committable, default);
        Assert.Equal(["d=x/n=1"], Marks("_SUCCESS"));
        foreach (ISinkWriter writer in writers) await writer.DisposeAsync();
    }

    [Theory]
    [InlineData("sink.partition-commit.trigger=partition-time", "'process-time'", "partition-time")]
    [InlineData("sink.partition-commit.policy.kind=metastore,success-file", "'success-file'", "metastore")]
    [InlineData("sink.partition-commit.success-file.name=a/b", "a file's name", "a/b")]
    [InlineData("sink.shuffle-by-partition.enable=true", "false", "true")]
    public void WhatIsNotDoneIsRefusedByName(string option, string expected, string got)
    {
        ActorStreamException error = Assert.Throws<ActorStreamException>(() => Connected.Sink(Table("format=csv~" + option)));
        Assert.Contains($"'{option[..option.IndexOf('=')]}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(got, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TablesThatCannotBePartitionedSoAreRefused()
    {
        Assert.Contains("PARTITIONED BY all of its columns", Refused([new("d", DataType.String)]), StringComparison.Ordinal);
        Field[] bytes = [new("a", DataType.Int), new("d", DataType.Bytes)];
        Assert.Contains("column \"d\" of type BYTES", Refused(bytes), StringComparison.Ordinal);

        string Refused(Field[] columns) => Assert.Throws<ActorStreamException>(() =>
            Connected.Sink(Connected.Table(columns, $"connector=filesystem~format=json~path={Root}", partitionedBy: ["d"]))).Message;
    }

    private static Batch Rows(params (string A, string? D, int? N)[] rows)
    {
        var (a, d, n) = (new BytesColumnBuilder(), new BytesColumnBuilder(), new FixedColumnBuilder<int>());
        foreach ((string A, string? D, int? N) row in rows)
        {
            a.Append(row.A);
            if (row.D is null) d.AppendNull();
            else d.Append(row.D);
            if (row.N is { } number) n.Append(number);
            else n.AppendNull();
        }
        return new Batch([a.Build(), d.Build(), n.Build()], rows.Length);
    }

    private static async Task<byte[]> BarrierAsync(ISinkWriter writer, long checkpoint) => (await NextAsync(writer, checkpoint))!;

    private static async Task<byte[]?> NextAsync(ISinkWriter writer, long checkpoint)
    {
        await writer.FlushAsync(default);
        return await writer.PrepareCommitAsync(checkpoint, default);
    }

    private static async Task<ISinkWriter> OpenAsync(TableContext context)
    {
        ISink sink = Connected.Sink(context);
        await sink.OpenAsync(default);
        return sink.CreateWriter(new SinkWriterContext { Shard = 0, ShardCount = 1 });
    }

    private Task<ISinkWriter> OpenAsync(string options) => OpenAsync(Table(options));

    private TableContext Table(string options, IReadOnlyList<ConnectorColumn>? read = null) =>
        Connected.Table(Columns, $"connector=filesystem~path={Root}~{options}", read, clock: _clock, partitionedBy: Keys);

    private void Write(string file, string text)
    {
        string path = Path.Combine(Root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private string[] Marks(string name) => Directory.Exists(Root)
        ? [.. Directory.EnumerateFiles(Root, name, SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Root, Path.GetDirectoryName(f)!)).Order(StringComparer.Ordinal)]
        : [];

    private string[] Visible() => [.. Directory.EnumerateFiles(Root, "part-*", SearchOption.AllDirectories)
        .SelectMany(f => File.ReadAllLines(f).Select(l => $"{Path.GetRelativePath(Root, Path.GetDirectoryName(f)!)}: {l}"))
        .Order(StringComparer.Ordinal)];

    private sealed class Clock : TimeProvider
    {
        private TimeSpan _passed;

        public void Advance(TimeSpan time) => _passed += time;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _passed;
    }
}
