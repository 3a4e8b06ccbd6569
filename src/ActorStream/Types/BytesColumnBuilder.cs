namespace ActorStream.Types;

/// <summary>Collects byte strings into one buffer.</summary>
public sealed class BytesColumnBuilder : ColumnBuilder
{
    private byte[] _data = [];
    private int[] _starts = [];
    private int[] _lengths = [];
    private int _used;

    // What the last column took: batches tend to be alike, and room made once needs no copying.
    private int _lastUsed;
    private int _lastCount;

    /// <summary>Adds a byte string (UTF-8 for text).</summary>
    public void Append(ReadOnlySpan<byte> value) => value.CopyTo(AppendUninitialized(value.Length));

    /// <summary>Adds a text, as UTF-8.</summary>
    public void Append(ReadOnlySpan<char> value)
    {
        int most = System.Text.Encoding.UTF8.GetMaxByteCount(value.Length);
        EnsureData(most);
        int written = System.Text.Encoding.UTF8.GetBytes(value, _data.AsSpan(_used));
        AddSlice(_used, written);
        _used += written;
    }

    /// <summary>Adds a row of <paramref name="length"/> bytes and returns them to be written, valid until the next call.</summary>
    public Span<byte> AppendUninitialized(int length)
    {
        EnsureData(length);
        int start = _used;
        AddSlice(start, length);
        _used += length;
        return _data.AsSpan(start, length);
    }

    /// <summary>Room for at least <paramref name="most"/> bytes, to be written before <see cref="AppendReserved"/> makes a row of them.
    /// Nothing is added yet.</summary>
    public Span<byte> Reserve(int most)
    {
        EnsureData(most);
        return _data.AsSpan(_used);
    }

    /// <summary>Adds a row of the first <paramref name="written"/> bytes of what <see cref="Reserve"/> gave.</summary>
    public void AppendReserved(int written)
    {
        AddSlice(_used, written);
        _used += written;
    }

    /// <inheritdoc/>
    public override void AppendFrom(Column column, int row)
    {
        if (column.IsNull(row)) AppendNull();
        else Append(((BytesColumn)column)[row]);
    }

    /// <inheritdoc/>
    public override void Truncate(int count)
    {
        if (count < Count) _used = _starts[count];
        base.Truncate(count);
    }

    /// <inheritdoc/>
    public override Column Build()
    {
        var column = new BytesColumn(_data, _starts, _lengths, Count, TakeNulls());
        (_lastUsed, _lastCount) = (_used, Count);
        (_data, _starts, _lengths, _used) = ([], [], [], 0);
        Count = 0;
        return column;
    }

    private protected override void AppendDefault() => AddSlice(_used, 0);

    private void EnsureData(int more)
    {
        long needed = (long)_used + more;
        if (needed <= _data.Length) return;
        if (needed > Array.MaxLength) throw new ActorStreamException(
            $"A batch's text column would hold {needed} bytes, more than the {Array.MaxLength} that one may.", ErrorDomain.User,
            hint: "Make the values smaller.");
        long size = _data.Length == 0 ? Math.Max(256L, _lastUsed + (_lastUsed >> 3)) : _data.Length * 2L;
        byte[] grown = GC.AllocateUninitializedArray<byte>((int)Math.Min(Array.MaxLength, Math.Max(needed, size)));
        _data.AsSpan(0, _used).CopyTo(grown);
        _data = grown;
    }

    private void AddSlice(int start, int length)
    {
        if (Count == _starts.Length)
        {
            int size = Math.Max(16, Count == 0 ? _lastCount : Count * 2);
            Array.Resize(ref _starts, size);
            Array.Resize(ref _lengths, size);
        }
        _starts[Count] = start;
        _lengths[Count++] = length;
    }
}
