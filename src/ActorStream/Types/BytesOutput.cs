using System.Buffers;
using System.Text;

namespace ActorStream.Types;

/// <summary>Collects a column of bytes whose values are written piece by piece: write, then <see cref="EndRow"/>.</summary>
internal sealed class BytesOutput : IBufferWriter<byte>
{
    private byte[] _data = [];
    private int[] _starts = [];
    private int[] _lengths = [];
    private ulong[]? _nulls;
    private int _used;
    private int _rowStart;
    private int _count;

    /// <summary>Starts a column of at most so many rows.</summary>
    public void Reset(int rows)
    {
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

    private void Ensure(int more)
    {
        long needed = (long)_used + more;
        if (needed <= _data.Length) return;
        if (needed > Array.MaxLength) throw new EvaluationException(
            $"A batch's text column would hold {needed} bytes, more than the {Array.MaxLength} that one may.", "Make the values smaller.");
        Array.Resize(ref _data, (int)Math.Min(Array.MaxLength, Math.Max(needed, _data.Length * 2L)));
    }
}
