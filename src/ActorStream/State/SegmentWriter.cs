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

    private readonly ArrayBufferWriter<byte> _output = new(4096);
    private readonly ArrayBufferWriter<byte> _section = new(4096);

    /// <summary>Entity rows written so far.</summary>
    public int RowCount { get; private set; }

    /// <summary>Whether nothing was written.</summary>
    public bool IsEmpty => _output.WrittenCount == 0;

    /// <summary>Adds a section.</summary>
    /// <param name="name">Its name: the operator's id and the component's.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="types">The types of its columns.</param>
    public void Add(string name, Batch rows, IReadOnlyList<DataType> types)
    {
        if (IsEmpty) _output.Write(Magic);
        _section.ResetWrittenCount();
        BatchCodec.Encode(rows, types, _section);
        byte[] nameBytes = Encoding.UTF8.GetBytes(name);
        BinaryPrimitives.WriteUInt16LittleEndian(_output.GetSpan(2), checked((ushort)nameBytes.Length));
        _output.Advance(2);
        _output.Write(nameBytes);
        BinaryPrimitives.WriteInt32LittleEndian(_output.GetSpan(4), _section.WrittenCount);
        _output.Advance(4);
        _output.Write(_section.WrittenSpan);
        RowCount += rows.Count;
    }

    /// <summary>The segment's bytes.</summary>
    public byte[] ToArray() => _output.WrittenSpan.ToArray();
}
