using System.Buffers;
using System.Text;

namespace ActorStream.Types;

/// <summary>Collects a column of bytes whose values are written piece by piece: write, then <see cref="EndRow"/>.</summary>
internal sealed class BytesOutput : IBufferWriter<byte>
{
    /// <summary>Bytes that a value has at most where nobody says otherwise: 64 MiB.</summary>
    public const int DefaultMaxValueBytes = 64 << 20;

    /// <summary>What a bound may be: beyond it the sizes of a batch are no longer numbers of 32 bits.</summary>
    private const int LargestMaxValueBytes = 1 << 30;

    private byte[] _data = [];
    private int[] _starts = [];
    private int[] _lengths = [];
    private ulong[]? _nulls;
    private int _used;
    private int _rowStart;
    private int _count;
    private int _maxValueBytes = DefaultMaxValueBytes;

    /// <summary>Starts a column of at most so many rows.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="maxValueBytes">Bytes that one of them may have; more is an <see cref="EvaluationException"/>.</param>
    public void Reset(int rows, long maxValueBytes = DefaultMaxValueBytes)
    {
        _maxValueBytes = (int)Math.Min(maxValueBytes, LargestMaxValueBytes);
        _starts = GC.AllocateUninitializedArray<int>(rows);
        _lengths = GC.AllocateUninitializedArray<int>(rows);
        _data = new byte[Math.Max(64, rows * 16)];
        _nulls = null;
        (_used, _rowStart, _count) = (0, 0, 0);
    }

    /// <summary>The bytes of the row that is being written.</summary>
    public Span<byte> Row => _data.AsSpan(_rowStart, _used - _rowStart);

    /// <summary>Adds bytes (UTF-8 for text) to the row.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        Ensure(bytes.Length);
        bytes.CopyTo(_data.AsSpan(_used));
        _used += bytes.Length;
    }

    /// <summary>Adds a text to the row.</summary>
    public void Write(ReadOnlySpan<char> text)
    {
        Ensure(Encoding.UTF8.GetMaxByteCount(text.Length));
        _used += Encoding.UTF8.GetBytes(text, _data.AsSpan(_used));
    }

    /// <summary>Adds one byte to the row.</summary>
    public void Write(byte value)
    {
        Ensure(1);
        _data[_used++] = value;
    }

    /// <summary>Adds a value's text to the row, as the invariant culture writes it.</summary>
    public void Write<T>(T value)
        where T : IUtf8SpanFormattable
    {
        int written;
        Ensure(48);
        while (!value.TryFormat(_data.AsSpan(_used), out written, default, null)) Ensure(_data.Length);
        _used += written;
    }

    /// <inheritdoc/>
    public void Advance(int count) => _used += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(Math.Max(sizeHint, 1));
        return _data.AsMemory(_used);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(Math.Max(sizeHint, 1));
        return _data.AsSpan(_used);
    }

    /// <summary>Cuts the row down to so many bytes.</summary>
    public void TruncateRow(int length) => _used = _rowStart + length;

    /// <summary>Ends a row of what was written since the last one.</summary>
    public void EndRow()
    {
        if (_used - _rowStart > _maxValueBytes) throw TooLarge(_maxValueBytes);
        _starts[_count] = _rowStart;
        _lengths[_count++] = _used - _rowStart;
        _rowStart = _used;
    }

    /// <summary>Ends a row as NULL; what was written for it is dropped.</summary>
    public void EndNull()
    {
        _nulls ??= NullBits.Create(_starts.Length);
        NullBits.Set(_nulls, _count);
        _used = _rowStart;
        EndRow();
    }

    /// <summary>Hands over the column.</summary>
    public BytesColumn Build()
    {
        var column = new BytesColumn(_data, _starts, _lengths, _count, _nulls);
        (_data, _starts, _lengths, _nulls) = ([], [], [], null);
        return column;
    }

    /// <summary>The error for a value beyond the bound.</summary>
    public static EvaluationException TooLarge(long maxValueBytes) => new(
        $"A value would have more than {maxValueBytes} bytes, the most that one may have.",
        "Make it smaller, or raise actorstream.engine.max-value.");

    private void Ensure(int more)
    {
        long needed = (long)_used + more;
        if (needed <= _data.Length) return;
        // Room is asked for by what a text has at most, which is up to three times what it has.
        if (_used - _rowStart > _maxValueBytes || more > 4L * _maxValueBytes) throw TooLarge(_maxValueBytes);
        long most = _rowStart == 0 ? Array.MaxLength : Math.Min(Array.MaxLength, 4L * _maxValueBytes);
        if (needed > most) throw new EvaluationException(
            $"A batch's text column would hold {needed} bytes, more than the {most} that one may.", "Make the values smaller.");
        Array.Resize(ref _data, (int)Math.Min(Array.MaxLength, Math.Max(needed, _data.Length * 2L)));
    }
}
