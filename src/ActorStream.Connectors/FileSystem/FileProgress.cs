using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;

namespace ActorStream.Connectors.FileSystem;

/// <summary>Which files of a watched directory were read, and which is being read; immutable, so that a checkpoint may encode it while
/// the reader goes on.</summary>
/// <param name="Done">Files that were read to their end, by their path below the directory.</param>
/// <param name="Current">The file that the position is in, or null.</param>
internal sealed record FileProgress(ImmutableHashSet<string> Done, string? Current)
{
    /// <summary>Nothing was read yet.</summary>
    public static FileProgress None { get; } = new(ImmutableHashSet.Create<string>(StringComparer.Ordinal), null);

    /// <summary>A file is being read.</summary>
    public FileProgress Begin(string file) => this with { Current = file };

    /// <summary>The current file has been read to its end.</summary>
    public FileProgress End() => new(Done.Add(Current!), null);

    /// <summary>As a checkpoint holds it.</summary>
    public byte[] Encode()
    {
        using var bytes = new MemoryStream();
        using (var packed = new GZipStream(bytes, CompressionLevel.Fastest))
        using (var json = new Utf8JsonWriter(packed))
        {
            json.WriteStartObject();
            json.WriteString("current", Current);
            json.WriteStartArray("done");
            foreach (string file in Done) json.WriteStringValue(file);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    /// <summary>Reads it back.</summary>
    public static FileProgress Decode(byte[] bytes)
    {
        using var packed = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using JsonDocument document = JsonDocument.Parse(packed);
        IEnumerable<string> done = document.RootElement.GetProperty("done").EnumerateArray().Select(static f => f.GetString()!);
        return new FileProgress(
            ImmutableHashSet.CreateRange(StringComparer.Ordinal, done), document.RootElement.GetProperty("current").GetString());
    }
}
