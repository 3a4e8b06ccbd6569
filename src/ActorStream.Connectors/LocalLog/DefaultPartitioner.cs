using System.Buffers.Binary;

namespace ActorStream.Connectors.LocalLog;

/// <summary>Kafka's default choice of a partition: murmur2 of the key, so that the same key meets the same partition number in the
/// embedded log and in Kafka; a record without a key goes where its batch goes.</summary>
internal static class DefaultPartitioner
{
    /// <summary>The partition of a key.</summary>
    public static int ForKey(ReadOnlySpan<byte> key, int partitions) => (int)((Murmur2(key) & 0x7fffffff) % (uint)partitions);

    /// <summary>The hash that Kafka's Java client calls murmur2.</summary>
    public static uint Murmur2(ReadOnlySpan<byte> data)
    {
        const uint M = 0x5bd1e995;
        uint hash = 0x9747b28c ^ (uint)data.Length;
        int whole = data.Length & ~3;
        for (int i = 0; i < whole; i += 4)
        {
            uint k = BinaryPrimitives.ReadUInt32LittleEndian(data[i..]) * M;
            k ^= k >> 24;
            hash = (hash * M) ^ (k * M);
        }
        int rest = data.Length & 3;
        if (rest == 3) hash ^= (uint)data[whole + 2] << 16;
        if (rest >= 2) hash ^= (uint)data[whole + 1] << 8;
        if (rest >= 1) hash = (hash ^ data[whole]) * M;
        hash = (hash ^ (hash >> 13)) * M;
        return hash ^ (hash >> 15);
    }
}
