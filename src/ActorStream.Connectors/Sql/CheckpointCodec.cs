using System.IO.Hashing;
using System.Text;

namespace ActorStream.Connectors.Sql;

/// <summary>Manifests and savepoints as bytes. The first byte is the format's version; old versions stay readable.</summary>
internal static class CheckpointCodec
{
    private const byte Version = 1;

    public static byte[] Encode(CheckpointManifest manifest)
    {
        using var stream = new MemoryStream(manifest.Body.Length + 64 + manifest.Segments.Count * 64);
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        Write(writer, manifest);
        return stream.ToArray();
    }

    public static byte[] Encode(Savepoint savepoint)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(savepoint.Name);
        writer.Write(savepoint.Job);
        writer.Write(savepoint.TimestampMs);
        writer.Write(savepoint.Manifests.Count);
        foreach (CheckpointManifest manifest in savepoint.Manifests) Write(writer, manifest);
        return stream.ToArray();
    }

    /// <exception cref="StateException">The bytes are not a manifest.</exception>
    public static CheckpointManifest DecodeManifest(byte[] bytes, string what, string where) => Decode(bytes, what, where, ReadManifest);

    /// <exception cref="StateException">The bytes are not a savepoint.</exception>
    public static Savepoint DecodeSavepoint(byte[] bytes, string what, string where) => Decode(bytes, what, where, reader =>
    {
        (string name, string job, long timestampMs) = (reader.ReadString(), reader.ReadString(), reader.ReadInt64());
        var manifests = new CheckpointManifest[reader.ReadInt32()];
        for (int i = 0; i < manifests.Length; i++) manifests[i] = ReadManifest(reader);
        return new Savepoint(name, job, timestampMs, manifests);
    });

    private static T Decode<T>(byte[] bytes, string what, string where, Func<BinaryReader, T> read)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
            byte version = reader.ReadByte();
            if (version != Version)
                throw StateException.Damaged(what, where, $"it is of version {version}, and at most {Version} is known");
            return read(reader);
        }
        catch (Exception e) when (e is IOException or ArgumentException or OverflowException)
        {
            throw StateException.Damaged(what, where, "it ends early");
        }
    }

    private static void Write(BinaryWriter writer, CheckpointManifest manifest)
    {
        writer.Write(manifest.Job);
        writer.Write(manifest.Shard);
        writer.Write(manifest.CheckpointId);
        writer.Write(manifest.ParentId);
        writer.Write(manifest.Epoch);
        writer.Write(manifest.TimestampMs);
        writer.Write(manifest.Segments.Count);
        foreach (SegmentReference segment in manifest.Segments)
        {
            writer.Write(segment.Id);
            writer.Write(segment.SizeBytes);
            writer.Write(segment.Crc32);
            writer.Write(segment.RowCount);
        }
        writer.Write(manifest.Crc32);
        writer.Write(manifest.Body.Length);
        writer.Write(manifest.Body);
    }

    private static CheckpointManifest ReadManifest(BinaryReader reader)
    {
        (string job, int shard) = (reader.ReadString(), reader.ReadInt32());
        (long id, long parent, long epoch, long timestampMs) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(),
            reader.ReadInt64());
        var segments = new SegmentReference[reader.ReadInt32()];
        for (int i = 0; i < segments.Length; i++)
            segments[i] = new SegmentReference(reader.ReadString(), reader.ReadInt64(), reader.ReadUInt32(), reader.ReadInt32());
        uint crc = reader.ReadUInt32();
        byte[] body = reader.ReadBytes(reader.ReadInt32());
        if (Crc32.HashToUInt32(body) != crc)
        {
            throw StateException.Damaged($"The body of checkpoint {id} of shard {shard} of job \"{job}\"", "its manifest",
                "its CRC differs");
        }
        return new CheckpointManifest
        {
            Job = job,
            Shard = shard,
            CheckpointId = id,
            ParentId = parent,
            Epoch = epoch,
            TimestampMs = timestampMs,
            Segments = segments,
            Crc32 = crc,
            Body = body,
        };
    }
}
