using ActorStream.State;
using ActorStream.Tests.Support;
using ActorStream.Types;

namespace ActorStream.Tests.State;

public sealed class SegmentTests
{
    private static readonly DataType[] Types = [DataType.String, DataType.BigInt];

    [Fact]
    public void SectionsComeBackByName()
    {
        var writer = new SegmentWriter();
        Assert.True(writer.IsEmpty);
        writer.Add("lookup1:rows", SomeColumns.Batch(Types, 3, new Random(1)), Types);
        writer.Add("lookup1:gone", SomeColumns.Batch(Types, 2, new Random(2)), Types);
        Assert.Equal(5, writer.RowCount);
        var reader = new SegmentReader("s", writer.ToArray());
        Assert.Equal(["lookup1:rows", "lookup1:gone"], reader.SectionNames);
        Assert.Equal(3, reader.Read("lookup1:rows", Types)!.Count);
        Assert.Equal(2, reader.Read("lookup1:gone", Types)!.Count);
        Assert.Null(reader.Read("lookup2:rows", Types));
    }

    /// <summary>Checkpoints outlive programs: these bytes must mean the same for ever, or the magic bytes must change.</summary>
    [Fact]
    public void TheLayoutDoesNotChange()
    {
        var writer = new SegmentWriter();
        writer.Add("n", new Batch([new FixedColumn<int>([7], 1)], 1), [DataType.Int]);
        Assert.Equal("4153473101006E0B000000" + "010100000000" + "0007000000", Convert.ToHexString(writer.ToArray()));
    }

    [Fact]
    public void ASegmentThatEndsTooEarlyIsRefused()
    {
        var writer = new SegmentWriter();
        writer.Add("rows", SomeColumns.Batch(Types, 3, new Random(1)), Types);
        byte[] data = writer.ToArray();
        for (int length = 0; length < data.Length; length++)
        {
            byte[] cut = data[..length];
            // Cut before its first section, a segment is whole and empty.
            if (length == SegmentWriter.Magic.Length) continue;
            StateException refused = Assert.Throws<StateException>(() => new SegmentReader("job/0/7", cut));
            Assert.Contains("job/0/7", refused.Message, StringComparison.Ordinal);
        }
    }
}
