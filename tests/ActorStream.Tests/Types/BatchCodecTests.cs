using System.Buffers;
using ActorStream.Tests.Support;
using ActorStream.Types;
using ValueText = ActorStream.Tests.Support.ValueText;

namespace ActorStream.Tests.Types;

public sealed class BatchCodecTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1000)]
    public void EveryTypeComesBack(int count)
    {
        IReadOnlyList<DataType> types = SomeColumns.Types;
        Batch batch = SomeColumns.Batch(types, count, new Random(count));
        Batch back = BatchCodec.Decode(Encode(batch, types), types);
        Assert.Equal(Rows(batch, types), Rows(back, types));
    }

    [Fact]
    public void RowKindsComeBack()
    {
        RowKind[] kinds = [RowKind.Insert, RowKind.UpdateBefore, RowKind.UpdateAfter, RowKind.Delete];
        Batch batch = new([new FixedColumn<int>([1, 2, 3, 4], 4)], 4, kinds);
        Assert.Equal(kinds, BatchCodec.Decode(Encode(batch, [DataType.Int]), [DataType.Int]).Kinds);
    }

    [Fact]
    public void WhatASliceDoesNotCoverIsNotWritten()
    {
        var list = new ListColumn(new FixedColumn<int>([9, 1, 2, 9, 3], 5), [1, 4], [2, 1], 2);
        DataType[] types = [DataType.Array(DataType.Int)];
        var back = (ListColumn)BatchCodec.Decode(Encode(new Batch([list], 2), types), types).Columns[0];
        Assert.Equal(3, back.Elements.Length);
        Assert.Equal("[1, 2]", ValueText.Format(back, 0, types[0]));
        Assert.Equal("[3]", ValueText.Format(back, 1, types[0]));
    }

    /// <summary>Checkpoints outlive programs: these bytes must mean the same for ever, or the version byte must change.</summary>
    [Fact]
    public void TheLayoutDoesNotChange()
    {
        DataType[] types = [DataType.String, DataType.Decimal(20, 0), DataType.Map(DataType.Int, DataType.Boolean)];
        var text = new BytesColumnBuilder();
        text.Append("ab"u8);
        text.AppendNull();
        Batch batch = new(
            [
                text.Build(), new FixedColumn<Int128>([1, -2], 2),
                new MapColumn(new FixedColumn<int>([5, 6], 2), new FixedColumn<bool>([true, false], 2), [0, 2], [2, 0], 2),
            ],
            2);
        const string golden = "01020000000001020000000000000002000000000000006162"
            + "0001000000000000000000000000000000FEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
            + "000200000000000000000500000006000000000100";
        Assert.Equal(golden, Convert.ToHexString(Encode(batch, types)));
        Assert.Equal(Rows(batch, types), Rows(BatchCodec.Decode(Convert.FromHexString(golden), types), types));
    }

    [Fact]
    public void NanosecondsAreSixteenBytes()
    {
        DataType[] types = [DataType.Timestamp(9), DataType.TimestampLtz(6)];
        Batch batch = new([new FixedColumn<Int128>([-1], 1), new FixedColumn<long>([-1], 1)], 1);
        const string golden = "010100000000" + "00FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" + "00FFFFFFFFFFFFFFFF";
        Assert.Equal(golden, Convert.ToHexString(Encode(batch, types)));
        Assert.Equal(["1969-12-31T23:59:59.999999999|1969-12-31T23:59:59.999999Z"],
            Rows(BatchCodec.Decode(Convert.FromHexString(golden), types), types));
    }

    [Fact]
    public void DamagedBytesAreRefusedAndNothingElse()
    {
        IReadOnlyList<DataType> types = SomeColumns.Types;
        byte[] data = Encode(SomeColumns.Batch(types, 5, new Random(7)), types);
        for (int length = 0; length < data.Length; length++)
            Assert.Throws<StateException>(() => BatchCodec.Decode(data.AsSpan(0, length), types));
        for (int i = 0; i < data.Length; i++)
        {
            foreach (byte value in (byte[])[0, 1, 0x7F, 0xFF])
            {
                byte[] damaged = [.. data];
                damaged[i] = value;
                try
                {
                    BatchCodec.Decode(damaged, types);
                }
                catch (StateException)
                {
                    // What a length or a version says is checked; a changed value is the checksum's to find.
                }
            }
        }
    }

    private static byte[] Encode(Batch batch, IReadOnlyList<DataType> types)
    {
        var output = new ArrayBufferWriter<byte>();
        BatchCodec.Encode(batch, types, output);
        return output.WrittenSpan.ToArray();
    }

    private static string[] Rows(Batch batch, IReadOnlyList<DataType> types) =>
        [.. Enumerable.Range(0, batch.Count).Select(row => string.Join('|', types.Select((t, i) => Text(batch.Columns[i], row, t))))];

    private static string Text(Column column, int row, DataType type) => type.Root switch
    {
        _ when column.IsNull(row) => "NULL",
        TypeRoot.IntervalYearMonth => $"{((FixedColumn<int>)column)[row]}",
        TypeRoot.IntervalDayTime => $"{((FixedColumn<long>)column)[row]}",
        _ => ValueText.Format(column, row, type),
    };
}
