using System.Buffers;
using ActorStream.Expressions;
using ActorStream.Tests.Expressions;
using ActorStream.Types;

namespace ActorStream.Tests.Types;

/// <summary>Rows of every type, for codecs: a key for each that must come back, and bytes that differ where values do.</summary>
public sealed class KeysTests
{
    private static readonly Expression[] Values =
    [
        Bound.Boolean(true), Bound.Cast(Bound.Int(-5), DataType.TinyInt), Bound.Cast(Bound.Int(-500), DataType.SmallInt), Bound.Int(7),
        Bound.BigInt(long.MinValue), Bound.Float(1.5f), Bound.Double(double.NaN), Bound.Decimal("12.50"),
        Bound.Decimal("-12345678901234567890.5"), Bound.Text(""), Bound.Text("h\u00e9llo"), Bound.Bytes(0, 255),
        Bound.Of("2024-02-29", DataType.Date), Bound.Of("10:11:12", DataType.Time(0)),
            Bound.Of("1960-01-01 00:00:01.5", DataType.Timestamp(3)),
        Bound.Of("1960-01-01 00:00:01.123456789", DataType.Timestamp(9)), Bound.Of("9999-12-31 23:59:59.9999999", DataType.TimestampLtz(7)),
        Bound.Call("ARRAY", Bound.Int(1), Bound.Null(DataType.Int)), Bound.Call("ROW", Bound.Text("x"), Bound.Null(DataType.Double)),
        Bound.Call("MAP", Bound.Text("b"), Bound.Int(1), Bound.Text("a"), Bound.Int(2)),
    ];

    private static readonly Schema Schema = new([.. Values.Select((v, i) => new Field($"c{i}", v.Type.Nullable()))]);

    private static readonly DataType[] Types = [.. Schema.Fields.Select(f => f.Type)];

    /// <summary>Row 0 and 2: the values; row 1: NULLs.</summary>
    private static Batch Rows()
    {
        var columns = new Column[Values.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            Column one = ExpressionCompiler.Compile(Values[i]).Evaluate(new Batch([], 1), new EvaluationContext(TimeZoneInfo.Utc));
            columns[i] = one.Take([0, -1, 0]);
        }
        return new Batch(columns, 3, [RowKind.Insert, RowKind.Delete, RowKind.UpdateAfter]);
    }

    [Fact]
    public void GroupKeysComeBackAndNullIsAValue()
    {
        Batch rows = Rows();
        var encoder = new GroupKeyEncoder(Types);
        BytesColumn keys = encoder.Encode(rows.Columns, rows.Count);
        Assert.Null(keys.Nulls);
        Assert.True(keys[0].SequenceEqual(keys[2]));
        Assert.False(keys[0].SequenceEqual(keys[1]));
        ColumnBuilder[] builders = [.. Types.Select(ColumnBuilder.Create)];
        for (int row = 0; row < 3; row++) encoder.Decode(keys[row], builders);
        AssertSame(rows, new Batch([.. builders.Select(b => b.Build())], 3, rows.Kinds));
    }

    [Fact]
    public void MapsWithTheSameEntriesAreTheSameKey()
    {
        Expression turned = Bound.Call("MAP", Bound.Text("a"), Bound.Int(2), Bound.Text("b"), Bound.Int(1));
        var context = new EvaluationContext(TimeZoneInfo.Utc);
        var encoder = new GroupKeyEncoder([turned.Type]);
        BytesColumn one = encoder.Encode([ExpressionCompiler.Compile(Values[^1]).Evaluate(new Batch([], 1), context)], 1);
        BytesColumn other = encoder.Encode([ExpressionCompiler.Compile(turned).Evaluate(new Batch([], 1), context)], 1);
        Assert.True(one[0].SequenceEqual(other[0]));
    }

    [Fact]
    public void NanosecondsTellKeysApart()
    {
        Column[] moments = [new FixedColumn<Int128>([-1, -2, 1_000, -1], 4)];
        BytesColumn lookups = KeyEncoder.Encode(moments, 4);
        BytesColumn groups = new GroupKeyEncoder([DataType.Timestamp(9)]).Encode(moments, 4);
        foreach (BytesColumn keys in new[] { lookups, groups })
        {
            Assert.True(keys[0].SequenceEqual(keys[3]));
            Assert.Equal(3, Enumerable.Range(0, 4).Select(i => Convert.ToHexString(keys[i])).Distinct().Count());
        }
    }

    [Fact]
    public void NeighboursDoNotRunIntoEachOther()
    {
        var encoder = new GroupKeyEncoder([DataType.String, DataType.String]);
        BytesColumn keys = encoder.Encode([Texts("ab", "a", null, ""), Texts("c", "bc", "", null)], 4);
        Assert.Equal(4, Enumerable.Range(0, 4).Select(i => Convert.ToHexString(keys[i])).Distinct().Count());
    }

    [Fact]
    public void LookupKeysComeBack()
    {
        Batch rows = Rows();
        int[] scalars = [.. Enumerable.Range(0, Types.Length).Where(i => !Types[i].IsNested)];
        BytesColumn keys = KeyEncoder.Encode([.. scalars.Select(i => rows.Columns[i])], 3);
        Assert.True(keys.IsNull(1));
        DataType[] types = [.. scalars.Select(i => Types[i])];
        var schema = new Schema([.. scalars.Select(i => Schema[i])]);
        var formatter = new RowFormatter(schema);
        var back = new Batch(KeyEncoder.Decode(keys[0], types), 1);
        Assert.Equal(formatter.Format(new Batch([.. scalars.Select(i => rows.Columns[i])], 3), 0), formatter.Format(back, 0));
    }

    [Fact]
    public void BatchesComeBack()
    {
        Batch rows = Rows();
        var output = new ArrayBufferWriter<byte>();
        BatchCodec.Encode(rows, Types, output);
        AssertSame(rows, BatchCodec.Decode(output.WrittenSpan, Types));
    }

    [Fact]
    public void EveryCutOfABatchIsNoticed()
    {
        var output = new ArrayBufferWriter<byte>();
        BatchCodec.Encode(Rows(), Types, output);
        byte[] bytes = output.WrittenSpan.ToArray();
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<StateException>(() => BatchCodec.Decode(bytes.AsSpan(0, length), Types));
        }
    }

    private static void AssertSame(Batch expected, Batch actual)
    {
        var formatter = new RowFormatter(Schema);
        Assert.Equal(expected.Count, actual.Count);
        for (int row = 0; row < expected.Count; row++) Assert.Equal(formatter.Format(expected, row), formatter.Format(actual, row));
    }

    private static BytesColumn Texts(params string?[] texts)
    {
        var builder = new BytesColumnBuilder();
        foreach (string? text in texts)
        {
            if (text is null) builder.AppendNull();
            else builder.Append(text.AsSpan());
        }
        return (BytesColumn)builder.Build();
    }
}
