using System.Runtime.CompilerServices;
using ActorStream.Types;

namespace ActorStream.State;

/// <summary>One column of a <see cref="RowStore"/>.</summary>
internal abstract class SlotColumn
{
    private ulong[] _nulls = [];
    private bool _hasNulls;

    /// <summary>Bytes of memory that it holds, about.</summary>
    public abstract long SizeBytes { get; }

    /// <summary>A column for a scalar type.</summary>
    public static SlotColumn Create(DataType type)
    {
        if (type.IsNested)
            throw new StateException(
                $"Rows with a column of type {type} cannot be cached: only scalar types can.", "Do not read that column.");
        return ColumnBuilder.Create(type) switch
        {
            BytesColumnBuilder => new BytesSlotColumn(),
            FixedColumnBuilder<bool> => new FixedSlotColumn<bool>(),
            FixedColumnBuilder<sbyte> => new FixedSlotColumn<sbyte>(),
            FixedColumnBuilder<short> => new FixedSlotColumn<short>(),
            FixedColumnBuilder<int> => new FixedSlotColumn<int>(),
            FixedColumnBuilder<long> => new FixedSlotColumn<long>(),
            FixedColumnBuilder<float> => new FixedSlotColumn<float>(),
            FixedColumnBuilder<double> => new FixedSlotColumn<double>(),
            FixedColumnBuilder<Int128> => new FixedSlotColumn<Int128>(),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Sets a slot to the value of a column's row.</summary>
    public void Set(int slot, Column column, int row)
    {
        bool isNull = column.IsNull(row);
        SetNull(slot, isNull);
        SetValue(slot, column, row, isNull);
    }

    /// <summary>Frees what a slot holds.</summary>
    public abstract void Clear(int slot);

    /// <summary>The values of these slots as a column; −1 gives NULL.</summary>
    public Column Take(ReadOnlySpan<int> slots, int capacity)
    {
        if (capacity == 0) return AllNull(slots.Length);
        return View(_hasNulls ? _nulls : null, capacity).Take(slots);
    }

    protected abstract void SetValue(int slot, Column column, int row, bool isNull);

    protected abstract Column View(ulong[]? nulls, int capacity);

    protected abstract Column AllNull(int length);

    private void SetNull(int slot, bool isNull)
    {
        if (!isNull && !_hasNulls) return;
        int words = NullBits.WordCount(slot + 1);
        if (_nulls.Length < words) Array.Resize(ref _nulls, Math.Max(words, _nulls.Length * 2));
        if (isNull)
        {
            NullBits.Set(_nulls, slot);
            _hasNulls = true;
        }
        else
        {
            _nulls[slot >> 6] &= ~(1UL << (slot & 63));
        }
    }

    /// <summary>The bitmap for a view of so many slots: as long as the slots need.</summary>
    private protected static ulong[]? Fit(ulong[]? nulls, int capacity)
    {
        if (nulls is null) return null;
        int words = NullBits.WordCount(capacity);
        if (nulls.Length >= words) return nulls;
        ulong[] fitted = new ulong[words];
        nulls.CopyTo(fitted, 0);
        return fitted;
    }
}

/// <summary>Values of one fixed size.</summary>
internal sealed class FixedSlotColumn<T> : SlotColumn
    where T : unmanaged
{
    private T[] _values = [];

    public override long SizeBytes => (long)_values.Length * Unsafe.SizeOf<T>();

    public override void Clear(int slot)
    {
    }

    protected override void SetValue(int slot, Column column, int row, bool isNull)
    {
        if (slot >= _values.Length) Array.Resize(ref _values, Math.Max(64, Math.Max(slot + 1, _values.Length * 2)));
        _values[slot] = isNull ? default : ((FixedColumn<T>)column).Values[row];
    }

    protected override Column View(ulong[]? nulls, int capacity) => new FixedColumn<T>(_values, capacity, Fit(nulls, capacity));

    protected override Column AllNull(int length) => new FixedColumn<T>(new T[length], length, NullBits.CreateAllNull(length));
}

/// <summary>Byte strings.</summary>
internal sealed class BytesSlotColumn : SlotColumn
{
    private byte[] _arena = [];
    private int _used;
    private long _garbage;
    private int[] _starts = [];
    private int[] _lengths = [];

    public override long SizeBytes => _arena.Length + _starts.Length * 8L;

    public override void Clear(int slot)
    {
        _garbage += _lengths[slot];
        _lengths[slot] = 0;
    }

    protected override void SetValue(int slot, Column column, int row, bool isNull)
    {
        if (slot >= _starts.Length)
        {
            int size = Math.Max(64, Math.Max(slot + 1, _starts.Length * 2));
            Array.Resize(ref _starts, size);
            Array.Resize(ref _lengths, size);
        }
        _garbage += _lengths[slot];
        _lengths[slot] = 0;
        if (isNull) return;
        ReadOnlySpan<byte> value = ((BytesColumn)column)[row];
        if (_used + (long)value.Length > _arena.Length) Grow(value.Length);
        value.CopyTo(_arena.AsSpan(_used));
        _starts[slot] = _used;
        _lengths[slot] = value.Length;
        _used += value.Length;
    }

    protected override Column View(ulong[]? nulls, int capacity) =>
        new BytesColumn(_arena, _starts, _lengths, capacity, Fit(nulls, capacity));

    protected override Column AllNull(int length) =>
        new BytesColumn([], new int[length], new int[length], length, NullBits.CreateAllNull(length));

    /// <summary>Makes room in a new arena; the old one stays as it is for the columns that point into it.</summary>
    private void Grow(int more)
    {
        long live = _used - _garbage;
        if (live + more > Array.MaxLength) throw new StateException(
            $"The text of one column in one shard would take {live + more} bytes, more than the {Array.MaxLength} that one may.",
            "Use more partitions.");
        // Half of it is free then, and some bytes for each slot: the next time is as far away as this one costs.
        long size = Math.Min(Array.MaxLength, 1024 + (live + more) * 2 + _lengths.Length * 4L);
        byte[] arena = GC.AllocateUninitializedArray<byte>((int)size);
        int used = 0;
        for (int slot = 0; slot < _lengths.Length; slot++)
        {
            if (_lengths[slot] == 0) continue;
            _arena.AsSpan(_starts[slot], _lengths[slot]).CopyTo(arena.AsSpan(used));
            _starts[slot] = used;
            used += _lengths[slot];
        }
        (_arena, _used, _garbage) = (arena, used, 0);
    }
}
