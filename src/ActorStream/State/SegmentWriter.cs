using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using ActorStream.Types;

namespace ActorStream.State;

/// <summary>
/// Writes a segment: sections, each a batch under a name. The layout: magic <c>ASG1</c>; then for each section the length of its name
/// (uint16, little endian), the name in UTF-8, the length of its data (int32) and the data as <see cref="BatchCodec"/> writes it.
/// </summary>
internal sealed class SegmentWriter
{
    internal static ReadOnlySpan<byte> Magic => "ASG1"u8;

    private readonly List<(string Name, Batch Rows, IReadOnlyList<DataType> Types)> _sections = [];

    /// <summary>Entity rows written so far.</summary>
    public int RowCount { get; private set; }

    /// <summary>Whether nothing was written.</summary>
    public bool IsEmpty => _sections.Count == 0;

    /// <summary>Adds a section. It is encoded by <see cref="ToArray"/>, which whoever stores the segment calls, off the shard's
    /// turn.</summary>
    /// <param name="name">Its name: the operator's id and the component's.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="types">The types of its columns.</param>
    public void Add(string name, Batch rows, IReadOnlyList<DataType> types)
    {
        _sections.Add((name, rows, types));
        RowCount += rows.Count;
    }

    /// <summary>The segment's bytes.</summary>
    public byte[] ToArray()
    {
        if (IsEmpty) return [];
        var output = new ArrayBufferWriter<byte>(4096);
        var section = new ArrayBufferWriter<byte>(4096);
        output.Write(Magic);
        foreach ((string name, Batch rows, IReadOnlyList<DataType> types) in _sections)
        {
            section.ResetWrittenCount();
            BatchCodec.Encode(rows, types, section);
            byte[] nameBytes = Encoding.UTF8.GetBytes(name);
            BinaryPrimitives.WriteUInt16LittleEndian(output.GetSpan(2), checked((ushort)nameBytes.Length));
            output.Advance(2);
            output.Write(nameBytes);
            BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(4), section.WrittenCount);
            output.Advance(4);
            output.Write(section.WrittenSpan);
        }
        return output.WrittenSpan.ToArray();
    }
}
