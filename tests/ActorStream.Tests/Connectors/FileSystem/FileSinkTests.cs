using ActorStream.Connectors;

namespace ActorStream.Tests.Connectors.FileSystem;

public sealed class FileSinkTests : IDisposable
{
    private static readonly Field[] Columns = [new("a", DataType.String)];

    private readonly string _root = Path.Combine(Directory.CreateTempSubdirectory("actorstream-files-").FullName, "out");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_root)!, recursive: true);

    [Fact]
    public async Task PartsAppearWithTheCommitAndNotBefore()
    {
        await using ISinkWriter writer = await OpenAsync("format=json");
        await writer.WriteAsync(Connected.Texts("x", "y"), default);
        Assert.Empty(Visible());
        byte[] first = await BarrierAsync(writer, 1);
        await writer.WriteAsync(Connected.Texts("z"), default);
        Assert.Empty(Visible());
        await writer.CommitAsync(first, default);
        Assert.Equal(["{\"a\":\"x\"}", "{\"a\":\"y\"}"], Visible());
        byte[] second = await BarrierAsync(writer, 2);
        await writer.CommitAsync(second, default);
        Assert.Equal(["{\"a\":\"x\"}", "{\"a\":\"y\"}", "{\"a\":\"z\"}"], Visible());
        await writer.FlushAsync(default);
        Assert.Null(await writer.PrepareCommitAsync(3, default));
    }

    [Fact]
    public async Task CommitIsDoneAgainAfterACrashByAnotherWriter()
    {
        ISinkWriter crashed = await OpenAsync("format=csv");
        await crashed.WriteAsync(Connected.Texts("x"), default);
        byte[] committable = await BarrierAsync(crashed, 1);
        await using ISinkWriter recovered = await OpenAsync("format=csv");
        await recovered.CommitAsync(committable, default);
        Assert.Equal(["x"], Visible());
        await recovered.CommitAsync(committable, default);
        Assert.Equal(["x"], Visible());
        // A reader took the part away: nothing comes back.
        foreach (string part in Directory.GetFiles(_root)) File.Delete(part);
        await recovered.CommitAsync(committable, default);
        Assert.Empty(Visible());
    }

    [Fact]
    public async Task WhatNoCheckpointNamesGoesWithItsWriter()
    {
        ISinkWriter writer = await OpenAsync("format=raw");
        await writer.WriteAsync(Connected.Texts("x"), default);
        await writer.DisposeAsync();
        Assert.Empty(Directory.GetFileSystemEntries(_root));
    }

    [Fact]
    public async Task FullPartIsClosedAndAllPartsAreCommittedTogether()
    {
        await using ISinkWriter writer = await OpenAsync("format=raw~sink.rolling-policy.file-size=3b");
        for (int i = 0; i < 3; i++) await writer.WriteAsync(Connected.Texts("abc"), default);
        await writer.CommitAsync(await BarrierAsync(writer, 1), default);
        Assert.Equal(3, Directory.GetFiles(_root).Length);
        Assert.Equal(["abc", "abc", "abc"], Visible());
    }

    [Fact]
    public async Task WrittenPartsAreReadBack()
    {
        await using ISinkWriter writer = await OpenAsync("format=csv");
        await writer.WriteAsync(Connected.Texts("plain", "with\nline", "quo\"te"), default);
        await writer.CommitAsync(await BarrierAsync(writer, 1), default);
        await writer.WriteAsync(Connected.Texts("not yet"), default);
        TableContext context = Connected.Table(Columns, $"connector=filesystem~format=csv~path={_root}");
        List<SourceBatch> batches = await Connected.ReadAsync(Connected.Source(context));
        Assert.Equal(["+I[plain]", "+I[with\nline]", "+I[quo\"te]"], Connected.Rows(batches, context));
    }

    [Fact]
    public async Task DirectoryThatCannotBeMadeIsAnError()
    {
        string file = Path.Combine(Path.GetDirectoryName(_root)!, "file");
        await File.WriteAllTextAsync(file, "");
        await using ISink sink = Connected.Sink(Connected.Table(Columns, $"connector=filesystem~format=csv~path={file}/x"));
        ConnectorException error = await Assert.ThrowsAsync<ConnectorException>(async () => await sink.OpenAsync(default));
        Assert.Contains("cannot be made", error.Message);
    }

    private static async Task<byte[]> BarrierAsync(ISinkWriter writer, long checkpoint)
    {
        await writer.FlushAsync(default);
        return (await writer.PrepareCommitAsync(checkpoint, default))!;
    }

    private async Task<ISinkWriter> OpenAsync(string options)
    {
        ISink sink = Connected.Sink(Connected.Table(Columns, $"connector=filesystem~path={_root}~{options}"));
        Assert.Equal(DeliveryGuarantee.ExactlyOnce, sink.Guarantee);
        await sink.OpenAsync(default);
        return sink.CreateWriter(new SinkWriterContext { Shard = 0, ShardCount = 1 });
    }

    private string[] Visible() => [.. Directory.GetFiles(_root)
        .Where(f => !Path.GetFileName(f).StartsWith('.'))
        .SelectMany(File.ReadAllLines)
        .Order(StringComparer.Ordinal)];
}
