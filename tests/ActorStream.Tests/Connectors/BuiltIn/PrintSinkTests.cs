using ActorStream.Connectors;
using ActorStream.Types;

namespace ActorStream.Tests.Connectors.BuiltIn;

public sealed class PrintSinkTests
{
    private static readonly Field[] Columns = [new("a", DataType.String)];

    [Theory]
    [InlineData("", "")]
    [InlineData("print-identifier=ID", "ID> ")]
    [InlineData("print-identifier=ID~sink.parallelism=4", "ID:3> ")]
    [InlineData("sink.parallelism=4", "3> ")]
    [InlineData("print-identifier=ID~sink.parallelism=1", "ID> ")]
    public async Task RowsArePrintedBehindThePrefix(string options, string prefix)
    {
        var output = new StringWriter { NewLine = "\n" };
        await using ISink sink = Connected.Sink(Connected.Table(Columns, "connector=print~" + options, output: output));
        await using ISinkWriter writer = sink.CreateWriter(new SinkWriterContext { Shard = 2, ShardCount = 8 });
        Batch rows = Connected.Texts("x", "é");
        await writer.WriteAsync(new Batch(rows.Columns, 2, [RowKind.UpdateBefore, RowKind.UpdateAfter]), default);
        Assert.Equal($"{prefix}-U[x]\n{prefix}+U[é]\n", output.ToString());
        Assert.Equal(ChangelogMode.Retract, sink.AcceptedChangelogMode);
    }

    [Fact]
    public async Task StandardErrorIsAsked()
    {
        var output = new StringWriter();
        await using ISink sink = Connected.Sink(Connected.Table(Columns, "connector=print~standard-error=true", output: output));
        await using ISinkWriter writer = sink.CreateWriter(new SinkWriterContext { Shard = 0, ShardCount = 1 });
        await writer.WriteAsync(Connected.Texts("x"), default);
        Assert.Empty(output.ToString());
    }

    [Fact]
    public void UnknownOptionIsRefused() => Assert.Contains(
        "does not know: 'print-identifer'",
        Assert.Throws<ActorStreamException>(() => Connected.Sink(Connected.Table(Columns, "connector=print~print-identifer=x"))).Message);

    [Fact]
    public async Task BlackholeTakesEverything()
    {
        await using ISink sink = Connected.Sink(Connected.Table(Columns, "connector=blackhole"));
        await using ISinkWriter writer = sink.CreateWriter(new SinkWriterContext { Shard = 0, ShardCount = 1 });
        await writer.WriteAsync(Connected.Texts("x"), default);
        await writer.FlushAsync(default);
        Assert.Null(await writer.PrepareCommitAsync(1, default));
    }
}
