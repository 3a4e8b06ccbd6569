using System.Text;
using ActorStream.Connectors;
using ActorStream.Types;

namespace ActorStream.Tests.Connectors.BuiltIn;

public sealed class DatagenSourceTests
{
    [Fact]
    public async Task SequencesEndTheTableAndGoOnFromAPosition()
    {
        Field[] columns = [new("a", DataType.Int), new("b", DataType.String), new("c", DataType.Decimal(10, 2)), new("r", DataType.Double)];
        const string Options = "connector=datagen~rows-per-second=1000000~fields.a.kind=sequence~fields.a.start=5~fields.a.end=9"
            + "~fields.b.kind=sequence~fields.b.start=1~fields.b.end=100~fields.c.kind=sequence~fields.c.start=-1~fields.c.end=50";
        ConnectorColumn[] read = [new("b", DataType.String), new("c", DataType.Decimal(10, 2)), new("a", DataType.Int)];
        TableContext context = Connected.Table(columns, Options, read);
        ISource source = Connected.Source(context);
        Assert.True(source.IsBounded);
        string[] expected = ["+I[1, -1.00, 5]", "+I[2, 0.00, 6]", "+I[3, 1.00, 7]", "+I[4, 2.00, 8]", "+I[5, 3.00, 9]"];
        Assert.Equal(expected, Connected.Rows(await Connected.ReadAsync(source), context));
        Assert.Equal(expected[3..], Connected.Rows(await Connected.ReadAsync(source, 3), context));
    }

    [Fact]
    public async Task EndOfASequenceCountsThoughItIsNotRead()
    {
        Field[] columns = [new("a", DataType.BigInt), new("b", DataType.Boolean)];
        TableContext context = Connected.Table(
            columns, "connector=datagen~fields.a.kind=sequence~fields.a.start=1~fields.a.end=7", [new("b", DataType.Boolean)]);
        Assert.Equal(7, Connected.Rows(await Connected.ReadAsync(Connected.Source(context)), context).Count);
    }

    [Fact]
    public async Task RandomValuesKeepTheirBoundsAndAreTheSameAgain()
    {
        Field[] columns =
        [
            new("i", DataType.Int), new("d", DataType.Double), new("s", DataType.String), new("v", DataType.VarChar(20)),
            new("c", DataType.Char(5)),
            new("m", DataType.Decimal(10, 2)), new("n", DataType.TinyInt), new("l", DataType.Array(DataType.SmallInt)),
            new("r", DataType.Row(["x"], [DataType.BigInt])), new("k", DataType.Map(DataType.String, DataType.Int)),
            new("t", DataType.Timestamp(3)),
        ];
        const string Options = "connector=datagen~number-of-rows=2000~rows-per-second=100000000~fields.i.min=-3~fields.i.max=3"
            + "~fields.d.min=1~fields.d.max=2"
            + "~fields.s.length=7~fields.v.var-len=true~fields.m.min=10~fields.m.max=20"
            + "~fields.n.null-rate=0.5~fields.l.length=4~fields.l.element.min=0"
            + "~fields.r.x.max=0~fields.k.key.length=3~fields.t.max-past=1h";
        TableContext context = Connected.Table(columns, Options, clock: new FixedClock());
        ISource source = Connected.Source(context);
        List<SourceBatch> batches = await Connected.ReadAsync(source);
        List<string> rows = Connected.Rows(batches, context);
        Assert.Equal(2000, rows.Count);
        Assert.Equal(rows[1200..], Connected.Rows(await Connected.ReadAsync(source, 1200), context));

        Batch batch = batches[0].Rows;
        int[] integers = [.. ((FixedColumn<int>)batch.Columns[0]).Span];
        Assert.Equal([-3, -2, -1, 0, 1, 2, 3], integers.Distinct().Order());
        Assert.All(((FixedColumn<double>)batch.Columns[1]).Span.ToArray(), d => Assert.InRange(d, 1, 2));
        Assert.Matches("^[0-9a-f]{7}$", Encoding.UTF8.GetString(((BytesColumn)batch.Columns[2])[0]));
        int[] lengths = [.. ((BytesColumn)batch.Columns[3]).Lengths.Take(batch.Count)];
        Assert.True(lengths.Distinct().Count() == 20 && lengths.Min() == 1 && lengths.Max() == 20);
        Assert.All(((BytesColumn)batch.Columns[4]).Lengths.Take(batch.Count), length => Assert.Equal(5, length));
        Assert.All(((FixedColumn<long>)batch.Columns[5]).Span.ToArray(), d => Assert.InRange(d, 1000, 2000));
        Assert.InRange(NullBits.Count(batch.Columns[6].Nulls), batch.Count / 3, batch.Count * 2 / 3);
        Assert.All(((ListColumn)batch.Columns[7]).Lengths.Take(batch.Count), length => Assert.Equal(4, length));
        Assert.All(((FixedColumn<long>)((RowColumn)batch.Columns[8]).Fields[0]).Span.ToArray(), x => Assert.True(x <= 0));
    }

    [Fact]
    public async Task SplitsShareTheRows()
    {
        Field[] columns = [new("a", DataType.Int)];
        TableContext context = Connected.Table(
            columns, "connector=datagen~scan.parallelism=3~fields.a.kind=sequence~fields.a.start=1~fields.a.end=10");
        List<string> rows = Connected.Rows(await Connected.ReadAsync(Connected.Source(context)), context);
        Assert.Equal(Enumerable.Range(1, 10).Select(i => $"+I[{i}]").Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("fields.a.kind=sequence~fields.a.end=3", "lacks the option 'fields.a.start'")]
    [InlineData("fields.a.kind=sequence~fields.a.start=3~fields.a.end=1", "'fields.a.end'")]
    [InlineData("fields.a.kind=list", "must be one of 'random', 'sequence'")]
    [InlineData("fields.a.min=5~fields.a.max=4", "'fields.a.max'")]
    [InlineData("fields.c.min=2~fields.c.max=2", "'fields.c.max' of table \"t\" must be greater than 2")]
    [InlineData("fields.a.null-rate=2", "must be a number from 0 to 1")]
    [InlineData("fields.a.length=5", "does not know: 'fields.a.length'")]
    [InlineData("fields.z.min=5", "does not know: 'fields.z.min'")]
    [InlineData("rows-per-second=0", "must be at least 1")]
    [InlineData("fields.b.kind=sequence", "must be random for the type BOOLEAN")]
    public void WrongOptionIsRefused(string options, string message)
    {
        Field[] columns = [new("a", DataType.Int), new("b", DataType.Boolean), new("c", DataType.Double)];
        TableContext context = Connected.Table(columns, "connector=datagen~" + options);
        Assert.Contains(message, Assert.Throws<ActorStreamException>(() => Connected.Source(context)).Message);
    }

    [Fact]
    public void WithoutAnEndItIsUnbounded() =>
        Assert.False(Connected.Source(Connected.Table([new("a", DataType.Int)], "connector=datagen")).IsBounded);

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2024, 2, 29, 1, 2, 3, TimeSpan.Zero);
    }
}
