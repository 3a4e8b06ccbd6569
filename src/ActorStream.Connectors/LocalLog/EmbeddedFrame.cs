using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace ActorStream.Connectors.LocalLog;

/// <summary>
/// The unit in a segment file: up to about a thousand records, column by column, under one checksum.
/// <para>Header (32 bytes, little-endian): magic, CRC-32C of all that follows it, length of the body, count, flags, bytes of keys,
/// bytes of values, bytes of headers. Body: value lengths (int32 each, −1 is NULL), times (int64 each), key lengths (where flag 1 is
/// set), header lengths (where flag 2 is set), then the bytes of keys, values and headers.</para>
/// </summary>
internal static class EmbeddedFrame
{
    public const int HeaderSize = 32;
    public const int ValueLengthsAt = HeaderSize;
    public const int HasKeys = 1;
    public const int HasHeaders = 2;
    private const uint Magic = 0x31464c41;

    /// <summary>What a frame's header says.</summary>
    public readonly record struct Header(uint Checksum, int BodyLength, int Count, int Flags, int KeyBytes, int ValueBytes, int HeaderBytes)
    {
        public int TimesAt => ValueLengthsAt + Count * 4;

        public int KeyLengthsAt => TimesAt + Count * 8;

        public int HeaderLengthsAt => KeyLengthsAt + ((Flags & HasKeys) != 0 ? Count * 4 : 0);

        public int KeysAt => HeaderLengthsAt + ((Flags & HasHeaders) != 0 ? Count * 4 : 0);

        public int ValuesAt => KeysAt + KeyBytes;

        public int HeadersAt => ValuesAt + ValueBytes;

        public long TotalLength => HeaderSize + (long)BodyLength;
    }

    /// <summary>Reads and checks a header.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> data, out Header header)
    {
        header = default;
        if (data.Length < HeaderSize || BinaryPrimitives.ReadUInt32LittleEndian(data) != Magic) return false;
        header = new Header(
            BinaryPrimitives.ReadUInt32LittleEndian(data[4..]), BinaryPrimitives.ReadInt32LittleEndian(data[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(data[12..]), BinaryPrimitives.ReadInt32LittleEndian(data[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(data[20..]), BinaryPrimitives.ReadInt32LittleEndian(data[24..]),
            BinaryPrimitives.ReadInt32LittleEndian(data[28..]));
        return header is { Count: > 0, BodyLength: > 0, KeyBytes: >= 0, ValueBytes: >= 0, HeaderBytes: >= 0 }
            && (long)header.HeadersAt + header.HeaderBytes == header.TotalLength;
    }

    /// <summary>Whether the bytes of a whole frame are those that were written.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> frame, in Header header) => Checksum(frame[8..]) == header.Checksum;

    /// <summary>Writes the header and the checksum of a frame whose body is in place.</summary>
    public static void Seal(Span<byte> frame, int count, int flags, int keyBytes, int valueBytes, int headerBytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(frame[8..], frame.Length - HeaderSize);
        BinaryPrimitives.WriteInt32LittleEndian(frame[12..], count);
        BinaryPrimitives.WriteInt32LittleEndian(frame[16..], flags);
        BinaryPrimitives.WriteInt32LittleEndian(frame[20..], keyBytes);
        BinaryPrimitives.WriteInt32LittleEndian(frame[24..], valueBytes);
        BinaryPrimitives.WriteInt32LittleEndian(frame[28..], headerBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Checksum(frame[8..]));
    }

    /// <summary>Headers of one record as bytes.</summary>
    public static byte[] EncodeHeaders(IReadOnlyList<LogHeader> headers)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8))
        {
            writer.Write7BitEncodedInt(headers.Count);
            foreach (LogHeader header in headers)
            {
                writer.Write(header.Key);
                writer.Write7BitEncodedInt(header.Value is null ? 0 : header.Value.Length + 1);
                if (header.Value is not null) writer.Write(header.Value);
            }
        }
        return stream.ToArray();
    }

    /// <summary>The headers that <see cref="EncodeHeaders"/> wrote.</summary>
    public static LogHeader[] DecodeHeaders(byte[] data, int start, int length)
    {
        using var reader = new BinaryReader(new MemoryStream(data, start, length, writable: false), Encoding.UTF8);
        var headers = new LogHeader[reader.Read7BitEncodedInt()];
        for (int i = 0; i < headers.Length; i++)
        {
            string key = reader.ReadString();
            int size = reader.Read7BitEncodedInt();
            headers[i] = new LogHeader(key, size == 0 ? null : reader.ReadBytes(size - 1));
        }
        return headers;
    }

    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(data);
        foreach (ulong word in words) crc = BitOperations.Crc32C(crc, word);
        foreach (byte b in data[(words.Length * 8)..]) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
