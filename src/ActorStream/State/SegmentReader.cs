using System.Buffers.Binary;
using System.Text;
using ActorStream.Types;

namespace ActorStream.State;

/// <summary>Reads what <see cref="SegmentWriter"/> wrote. Whatever does not fit is a <see cref="StateException"/>.</summary>
internal sealed class SegmentReader
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _sections = new(StringComparer.Ordinal);
    private readonly string _segmentId;

    /// <summary>Reads a segment's layout; sections are decoded when asked for.</summary>
    public SegmentReader(string segmentId, byte[] data)
    {
        _segmentId = segmentId;
        if (!data.AsSpan().StartsWith(SegmentWriter.Magic)) throw Corrupt("does not begin with its magic bytes");
        int position = SegmentWriter.Magic.Length;
        while (position < data.Length)
        {
            int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(Slice(data, ref position, 2));
            string name = Encoding.UTF8.GetString(Slice(data, ref position, nameLength));
            int length = BinaryPrimitives.ReadInt32LittleEndian(Slice(data, ref position, 4));
            int start = position;
            Slice(data, ref position, length);
            _sections[name] = data.AsMemory(start, length);
        }
    }

    private SegmentReader(string segmentId, Dictionary<string, ReadOnlyMemory<byte>> sections)
    {
        _segmentId = segmentId;
        _sections = sections;
    }

    /// <summary>The names of its sections.</summary>
    public IReadOnlyCollection<string> SectionNames => _sections.Keys;

    /// <summary>A section's rows, or null where the segment has none of that name.</summary>
    public Batch? Read(string name, IReadOnlyList<DataType> types) =>
        _sections.TryGetValue(name, out ReadOnlyMemory<byte> data) ? BatchCodec.Decode(data.Span, types) : null;

    /// <summary>How many rows a section has; null where the segment has none of that name.</summary>
    public int? Count(string name) =>
        _sections.TryGetValue(name, out ReadOnlyMemory<byte> data) ? BatchCodec.Count(data.Span) : null;

    /// <summary>The same segment with its sections under other names, without those that are given none.</summary>
    public SegmentReader Renamed(Func<string, string?> rename)
    {
        var sections = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach ((string name, ReadOnlyMemory<byte> data) in _sections)
        {
            if (rename(name) is { } renamed) sections.Add(renamed, data);
        }
        return new SegmentReader(_segmentId, sections);
    }

    private ReadOnlySpan<byte> Slice(byte[] data, ref int position, int length)
    {
        if (length < 0 || length > data.Length - position) throw Corrupt($"ends at byte {data.Length} within a section");
        position += length;
        return data.AsSpan(position - length, length);
    }

    private StateException Corrupt(string what) =>
        new($"State segment \"{_segmentId}\" {what}.", "Start from a savepoint (--from) or anew (--fresh).");
}
