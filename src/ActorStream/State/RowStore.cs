using ActorStream.Types;

namespace ActorStream.State;

/// <summary>
/// Rows kept by slot, as columns: the cached dimension rows of a shard. A slot that is freed is used again. Text lives in one arena that
/// is only appended to, so columns that were handed out stay valid; it is written anew when more than half of it is garbage.
/// Holds scalar types only.
/// </summary>
internal sealed class RowStore
{
    private readonly SlotColumn[] _columns;
    private readonly Stack<int> _free = new();

    /// <summary>Makes a store of rows of these types.</summary>
    public RowStore(IReadOnlyList<DataType> types)
    {
        Types = types;
        _columns = [.. types.Select(SlotColumn.Create)];
    }

    /// <summary>The types of its columns.</summary>
    public IReadOnlyList<DataType> Types { get; }

    /// <summary>One more than the highest slot ever used.</summary>
    public int Capacity { get; private set; }

    /// <summary>Rows kept.</summary>
    public int Count => Capacity - _free.Count;

    /// <summary>Bytes of memory that it holds, about.</summary>
    public long SizeBytes => _columns.Sum(c => c.SizeBytes);

    /// <summary>Keeps a row of a batch.</summary>
    /// <returns>Its slot.</returns>
    public int Add(Batch rows, int row)
    {
        if (!_free.TryPop(out int slot)) slot = Capacity++;
        for (int i = 0; i < _columns.Length; i++) _columns[i].Set(slot, rows.Columns[i], row);
        return slot;
    }

    /// <summary>Frees a slot.</summary>
    public void Remove(int slot)
    {
        foreach (SlotColumn column in _columns) column.Clear(slot);
        _free.Push(slot);
    }

    /// <summary>The rows of these slots as columns; −1 gives NULL in every column.</summary>
    public void Take(ReadOnlySpan<int> slots, Span<Column> output)
    {
        for (int i = 0; i < _columns.Length; i++) output[i] = _columns[i].Take(slots, Capacity);
    }

    /// <summary>The rows of these slots as a batch.</summary>
    public Batch Take(ReadOnlySpan<int> slots)
    {
        var columns = new Column[_columns.Length];
        Take(slots, columns);
        return new Batch(columns, slots.Length);
    }
}
