using System.Runtime.InteropServices;
using ActorStream.Types;
using Microsoft.Win32.SafeHandles;

namespace ActorStream.Connectors.LocalLog;

/// <summary>Frames of several extents, read into one buffer.</summary>
internal sealed class EmbeddedBatchBuilder
{
    private byte[] _buffer = [];
    private int _used;
    private string? _file;
    private long _filePosition;
    private int _loadedAt;
    private int[] _keyStarts = [];
    private int[] _keyLengths = [];
    private int[] _valueStarts = [];
    private int[] _valueLengths = [];
    private long[] _offsets = [];
    private long[] _times = [];
    private ulong[]? _keyNulls;
    private ulong[]? _valueNulls;
    private IReadOnlyList<LogHeader>?[]? _headers;
    private bool _hasKeys;

    public int Count { get; private set; }

    public int Bytes => _used;

    /// <summary>Where in the buffer a place of a file stands, if it was read with the last load.</summary>
    public bool TryLocate(string file, long position, out int at)
    {
        at = _loadedAt + (int)(position - _filePosition);
        return _file == file && position >= _filePosition && at < _used;
    }

    /// <summary>Reads a part of a file into the buffer; false where the file is shorter.</summary>
    public bool TryLoad(SafeFileHandle handle, string file, long position, long length, out int at)
    {
        at = _used;
        if (_used + length > Array.MaxLength) return false;
        int size = (int)length;
        if (_buffer.Length - _used < size)
        {
            byte[] larger = GC.AllocateUninitializedArray<byte>((int)Math.Max(_used + size, Math.Min(_buffer.Length * 2L, 1 << 19)));
            _buffer.AsSpan(0, _used).CopyTo(larger);
            _buffer = larger;
        }
        (_file, _filePosition, _loadedAt) = (file, position, _used);
        for (int got = 0; got < size;)
        {
            int n = RandomAccess.Read(handle, _buffer.AsSpan(_used + got, size - got), position + got);
            if (n == 0) return false;
            got += n;
        }
        _used += size;
        return true;
    }

    /// <summary>What was loaded, from a place in the buffer on.</summary>
    public ReadOnlySpan<byte> From(int at) => _buffer.AsSpan(at, _used - at);

    public void Add(in EmbeddedFrame.Header header, int at, long frameBase, long wanted)
    {
        int skip = (int)(wanted - frameBase);
        int n = header.Count - skip;
        Reserve(Count + n);
        ReadOnlySpan<byte> frame = _buffer.AsSpan(at, (int)header.TotalLength);
        ReadOnlySpan<int> values = MemoryMarshal.Cast<byte, int>(frame.Slice(EmbeddedFrame.ValueLengthsAt, header.Count * 4));
        MemoryMarshal.Cast<byte, long>(frame.Slice(header.TimesAt, header.Count * 8))[skip..].CopyTo(_times.AsSpan(Count));
        Slice(values, skip, at + header.ValuesAt, _valueStarts, _valueLengths, ref _valueNulls);
        bool hasKeys = (header.Flags & EmbeddedFrame.HasKeys) != 0;
        if (hasKeys)
        {
            ReadOnlySpan<int> keys = MemoryMarshal.Cast<byte, int>(frame.Slice(header.KeyLengthsAt, header.Count * 4));
            Slice(keys, skip, at + header.KeysAt, _keyStarts, _keyLengths, ref _keyNulls);
            _hasKeys = true;
        }
        else
        {
            for (int i = 0; i < n; i++) SetNull(ref _keyNulls, Count + i, _times.Length);
        }
        if ((header.Flags & EmbeddedFrame.HasHeaders) != 0) AddHeaders(header, at, skip);
        for (int i = 0; i < n; i++) _offsets[Count + i] = wanted + i;
        Count += n;
    }

    public LogRecords Build(LogPartition partition, long next, long end, bool isAtEnd) => new()
    {
        Partition = partition,
        Count = Count,
        Keys = new BytesColumn(_hasKeys ? _buffer : [], _keyStarts, _keyLengths, Count, Trim(_keyNulls)),
        Values = new BytesColumn(_buffer, _valueStarts, _valueLengths, Count, Trim(_valueNulls)),
        Offsets = _offsets,
        TimestampsMs = _times,
        Headers = _headers,
        NextOffset = next,
        EndOffset = end,
        IsAtEnd = isAtEnd,
    };

    private ulong[]? Trim(ulong[]? nulls) => nulls is null ? null : nulls[..NullBits.WordCount(Count)];

    private void AddHeaders(in EmbeddedFrame.Header header, int at, int skip)
    {
        _headers ??= new IReadOnlyList<LogHeader>?[_times.Length];
        if (_headers.Length < _times.Length) Array.Resize(ref _headers, _times.Length);
        ReadOnlySpan<int> lengths = MemoryMarshal.Cast<byte, int>(_buffer.AsSpan(at + header.HeaderLengthsAt, header.Count * 4));
        int position = at + header.HeadersAt;
        for (int i = 0; i < lengths.Length; i++)
        {
            if (i >= skip && lengths[i] > 0) _headers[Count + i - skip] = EmbeddedFrame.DecodeHeaders(_buffer, position, lengths[i]);
            position += lengths[i];
        }
    }

    private void Slice(ReadOnlySpan<int> frameLengths, int skip, int position, int[] starts, int[] lengths, ref ulong[]? nulls)
    {
        for (int i = 0; i < skip; i++) position += Math.Max(0, frameLengths[i]);
        for (int i = skip; i < frameLengths.Length; i++)
        {
            int length = frameLengths[i];
            int row = Count + i - skip;
            starts[row] = position;
            if (length < 0)
            {
                SetNull(ref nulls, row, starts.Length);
                length = 0;
            }
            lengths[row] = length;
            position += length;
        }
    }

    private static void SetNull(ref ulong[]? nulls, int row, int capacity)
    {
        int words = NullBits.WordCount(Math.Max(capacity, row + 1));
        if (nulls is null) nulls = new ulong[words];
        else if (nulls.Length < words) Array.Resize(ref nulls, words);
        NullBits.Set(nulls, row);
    }

    private void Reserve(int count)
    {
        if (_times.Length < count)
        {
            int size = Math.Max(count, Math.Min(_times.Length * 2, 4096));
            Array.Resize(ref _keyStarts, size);
            Array.Resize(ref _keyLengths, size);
            Array.Resize(ref _valueStarts, size);
            Array.Resize(ref _valueLengths, size);
            Array.Resize(ref _offsets, size);
            Array.Resize(ref _times, size);
        }
        if (_headers is not null && _headers.Length < _times.Length) Array.Resize(ref _headers, _times.Length);
        if (_keyNulls is not null && _keyNulls.Length < NullBits.WordCount(_times.Length))
            Array.Resize(ref _keyNulls, NullBits.WordCount(_times.Length));
        if (_valueNulls is not null && _valueNulls.Length < NullBits.WordCount(_times.Length))
            Array.Resize(ref _valueNulls, NullBits.WordCount(_times.Length));
    }
}
