using ActorStream.Types;

namespace ActorStream.Operators;

/// <summary>
/// Rows that wait for their key's lookup, chained by entity in the order in which they came. Rows stay in the batches that brought them;
/// a batch is let go when none of its rows waits any more.
/// </summary>
internal sealed class LookupStash
{
    private const int None = -1;

    private readonly Dictionary<long, (Batch Batch, int Waiting)> _batches = [];
    private int[] _first = [];
    private int[] _last = [];
    private (long Batch, int Row, int Next)[] _rows = [];
    private int _free = None;
    private int _used;
    private long _sequence;
    private Batch? _announced;
    private int _announcedWaiting;

    /// <summary>Rows that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Whether rows wait for an entity.</summary>
    public bool IsWaiting(int entity) => entity < _first.Length && _first[entity] != None;

    /// <summary>Announces the batch whose rows follow.</summary>
    public void BeginBatch(Batch batch)
    {
        _sequence++;
        (_announced, _announcedWaiting) = (batch, 0);
    }

    /// <summary>Puts a row of the announced batch behind those of its entity.</summary>
    public void Add(int entity, int row)
    {
        if (entity >= _first.Length) GrowChains(entity);
        int index = _free;
        if (index != None) _free = _rows[index].Next;
        else
        {
            index = _used++;
            if (index == _rows.Length) Array.Resize(ref _rows, Math.Max(256, index * 2));
        }
        _rows[index] = (_sequence, row, None);
        if (_first[entity] == None) _first[entity] = index;
        else _rows[_last[entity]].Next = index;
        _last[entity] = index;
        _announcedWaiting++;
        Count++;
    }

    /// <summary>Ends the announced batch: it is kept where any of its rows waits.</summary>
    public void EndBatch()
    {
        if (_announcedWaiting > 0) _batches.Add(_sequence, (_announced!, _announcedWaiting));
        _announced = null;
    }

    /// <summary>Takes the rows of an entity, oldest first, each with its batch's number.</summary>
    public void TakeRows(int entity, List<(long Batch, int Row, int Entity)> output)
    {
        if (!IsWaiting(entity)) return;
        for (int index = _first[entity]; index != None;)
        {
            (long batch, int row, int next) = _rows[index];
            output.Add((batch, row, entity));
            _rows[index].Next = _free;
            _free = index;
            Count--;
            index = next;
        }
        _first[entity] = None;
    }

    /// <summary>The batch of rows that were taken; after it has been asked for as many rows as were taken of it, it is let go.</summary>
    public Batch TakeBatch(long sequence, int rows)
    {
        (Batch batch, int waiting) = _batches[sequence];
        if (waiting == rows) _batches.Remove(sequence);
        else _batches[sequence] = (batch, waiting - rows);
        return batch;
    }

    /// <summary>All rows that wait, in the order in which they came, as one batch of these types.</summary>
    public Batch Copy(IReadOnlyList<DataType> types)
    {
        var waiting = new List<(long Batch, int Row)>(Count);
        foreach (int first in _first)
        {
            for (int index = first; index != None; index = _rows[index].Next) waiting.Add((_rows[index].Batch, _rows[index].Row));
        }
        waiting.Sort();
        ColumnBuilder[] builders = [.. types.Select(ColumnBuilder.Create)];
        var kinds = new RowKind[waiting.Count];
        for (int i = 0; i < waiting.Count; i++)
        {
            Batch batch = _batches[waiting[i].Batch].Batch;
            kinds[i] = batch.KindOf(waiting[i].Row);
            for (int c = 0; c < builders.Length; c++) builders[c].AppendFrom(batch.Columns[c], waiting[i].Row);
        }
        RowKind[]? withKinds = Array.TrueForAll(kinds, k => k == RowKind.Insert) ? null : kinds;
        return new Batch([.. builders.Select(b => b.Build())], waiting.Count, withKinds);
    }

    private void GrowChains(int entity)
    {
        int before = _first.Length;
        int size = Math.Max(256, Math.Max(entity + 1, before * 2));
        Array.Resize(ref _first, size);
        Array.Resize(ref _last, size);
        _first.AsSpan(before).Fill(None);
    }
}
