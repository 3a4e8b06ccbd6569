using System.Runtime.InteropServices;

namespace ActorStream.Connectors.LocalLog;

/// <summary>Collects records into one frame.</summary>
internal sealed class EmbeddedFrameBuilder
{
    /// <summary>A frame is closed at so many records…</summary>
    public const int MaxCount = 1024;

    /// <summary>…or so many bytes.</summary>
    public const int MaxBytes = 1 << 20;

    private readonly int[] _keyLengths = new int[MaxCount];
    private readonly int[] _valueLengths = new int[MaxCount];
    private readonly int[] _headerLengths = new int[MaxCount];
    private readonly long[] _times = new long[MaxCount];
    private byte[] _keys = [];
    private byte[] _values = [];
    private byte[] _headers = [];
    private byte[] _frame = [];
    private int _keyBytes;
    private int _valueBytes;
    private int _headerBytes;
    private int _flags;

    public int Count { get; private set; }

    public bool IsFull => Count == MaxCount || (long)_keyBytes + _valueBytes + _headerBytes >= MaxBytes;

    public void Append(bool hasKey, ReadOnlySpan<byte> key, bool hasValue, ReadOnlySpan<byte> value, long time, byte[]? headers)
    {
        _keyLengths[Count] = hasKey ? Put(ref _keys, ref _keyBytes, key) : -1;
        if (hasKey) _flags |= EmbeddedFrame.HasKeys;
        _valueLengths[Count] = hasValue ? Put(ref _values, ref _valueBytes, value) : -1;
        _headerLengths[Count] = headers is null ? 0 : Put(ref _headers, ref _headerBytes, headers);
        if (headers is not null) _flags |= EmbeddedFrame.HasHeaders;
        _times[Count++] = time;
    }

    /// <summary>The frame's bytes, valid until the next call; starts a new frame.</summary>
    public ReadOnlySpan<byte> Build()
    {
        bool hasKeys = (_flags & EmbeddedFrame.HasKeys) != 0;
        bool hasHeaders = (_flags & EmbeddedFrame.HasHeaders) != 0;
        long total = EmbeddedFrame.HeaderSize + Count * (
            12L + (hasKeys ? 4 : 0) + (hasHeaders ? 4 : 0)) + _keyBytes + _valueBytes + _headerBytes;
        if (_frame.Length < total) _frame = GC.AllocateUninitializedArray<byte>((int)Math.Min(Array.MaxLength, Math.Max(total, 64 * 1024)));
        Span<byte> frame = _frame.AsSpan(0, (int)total);
        Span<byte> at = frame[EmbeddedFrame.HeaderSize..];
        Copy(MemoryMarshal.AsBytes(_valueLengths.AsSpan(0, Count)), ref at);
        Copy(MemoryMarshal.AsBytes(_times.AsSpan(0, Count)), ref at);
        if (hasKeys) Copy(MemoryMarshal.AsBytes(_keyLengths.AsSpan(0, Count)), ref at);
        if (hasHeaders) Copy(MemoryMarshal.AsBytes(_headerLengths.AsSpan(0, Count)), ref at);
        Copy(_keys.AsSpan(0, _keyBytes), ref at);
        Copy(_values.AsSpan(0, _valueBytes), ref at);
        Copy(_headers.AsSpan(0, _headerBytes), ref at);
        EmbeddedFrame.Seal(frame, Count, _flags, _keyBytes, _valueBytes, _headerBytes);
        Clear();
        return frame;
    }

    /// <summary>Drops what was collected.</summary>
    public void Clear() => (Count, _flags, _keyBytes, _valueBytes, _headerBytes) = (0, 0, 0, 0, 0);

    private static int Put(ref byte[] buffer, ref int used, ReadOnlySpan<byte> bytes)
    {
        if (buffer.Length - used < bytes.Length)
            Array.Resize(ref buffer, checked(Math.Max(used + bytes.Length, Math.Max(4096, buffer.Length * 2))));
        bytes.CopyTo(buffer.AsSpan(used));
        used += bytes.Length;
        return bytes.Length;
    }

    private static void Copy(ReadOnlySpan<byte> from, ref Span<byte> to)
    {
        from.CopyTo(to);
        to = to[from.Length..];
    }
}
