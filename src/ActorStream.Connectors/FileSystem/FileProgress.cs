using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace ActorStream.Connectors.FileSystem;

/// <summary>Which files of a watched directory were read, and which is being read; immutable, so that a checkpoint may encode it while
/// the reader goes on.</summary>
/// <param name="Done">Files that were read to their end, by their path below the directory.</param>
/// <param name="Order">The same, in the order in which they were read.</param>
/// <param name="Current">The file that the position is in, or null.</param>
internal sealed record FileProgress(ImmutableHashSet<string> Done, ImmutableList<string> Order, string? Current)
{
    private const byte DoneMark = 1;
    private const byte CurrentMark = 2;
    private const byte GZipMark = 0x1f;

    /// <summary>Nothing was read yet.</summary>
    public static FileProgress None { get; } = new(ImmutableHashSet.Create<string>(StringComparer.Ordinal), [], null);

    /// <summary>A file is being read.</summary>
    public FileProgress Begin(string file) => this with { Current = file };

    /// <summary>The current file has been read to its end.</summary>
    public FileProgress End() => new(Done.Add(Current!), Order.Add(Current!), null);

    /// <summary>As a checkpoint holds it: in the order of reading, so that what was written before stays as it is when more is read, and
    /// the checkpoint need not write it again. No bound on the files is known by which the list could be cut: a file that is moved into
    /// the directory brings its old time along.</summary>
    public byte[] Encode()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        foreach (string file in Order)
        {
            writer.Write(DoneMark);
            writer.Write(file);
        }
        if (Current is not null)
        {
            writer.Write(CurrentMark);
            writer.Write(Current);
        }
        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Reads it back.</summary>
    public static FileProgress Decode(byte[] bytes)
    {
        if (bytes is [GZipMark, ..]) return DecodePacked(bytes);
        var order = ImmutableList.CreateBuilder<string>();
        string? current = null;
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        while (reader.BaseStream.Position < bytes.Length)
        {
            bool isDone = reader.ReadByte() == DoneMark;
            string file = reader.ReadString();
            if (isDone) order.Add(file);
            else current = file;
        }
        return new FileProgress(ImmutableHashSet.CreateRange(StringComparer.Ordinal, order), order.ToImmutable(), current);
    }

    /// <summary>As checkpoints of earlier versions hold it: JSON, packed.</summary>
    private static FileProgress DecodePacked(byte[] bytes)
    {
        using var packed = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using JsonDocument document = JsonDocument.Parse(packed);
        ImmutableList<string> done = [.. document.RootElement.GetProperty("done").EnumerateArray().Select(static f => f.GetString()!)];
        return new FileProgress(
            ImmutableHashSet.CreateRange(StringComparer.Ordinal, done), done, document.RootElement.GetProperty("current").GetString());
    }
}
