using ActorStream.Types;

namespace ActorStream.Operators;

/// <summary>
/// Rows that are held back, in their batches. Those that wait for a lookup are chained by entity in the order in which they came.
/// A join that keeps the order of its input holds whole batches in a queue; one that keeps it for each key holds the rows that wait.
/// </summary>
internal sealed class LookupStash
{
    private const int None = -1;

    private readonly Queue<HeldBatch> _queue = new();
    private int[] _first = [];
    private int[] _last = [];
    private int[] _generations = [];
    private int[] _places = [];
    private readonly List<int> _waiting = [];
    private (HeldBatch? Batch, int Row, int Next)[] _rows = [];
    private int _free = None;
    private int _used;
    private long _sequence;

    /// <summary>Rows that are held back.</summary>
    public int Count { get; private set; }

    /// <summary>Memory that they keep alive, about.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Whether no batch is queued.</summary>
    public bool IsQueueEmpty => _queue.Count == 0;

    /// <summary>Whether rows wait for an entity.</summary>
    public bool IsWaiting(int entity) => entity < _first.Length && _first[entity] != None;

    /// <summary>The entities that rows wait for.</summary>
    public IReadOnlyList<int> WaitingEntities => _waiting;

    /// <summary>Whether rows wait for an entity that was last asked for in this generation.</summary>
    public bool IsWaitingSince(int entity, int generation) => IsWaiting(entity) && _generations[entity] == generation;

    /// <summary>An entity is asked for, for which rows wait or are about to.</summary>
    public void Ask(int entity, int generation)
    {
        if (entity >= _first.Length) GrowChains(entity);
        _generations[entity] = generation;
    }

    /// <summary>Begins a batch whose rows follow.</summary>
    public HeldBatch Begin() => new(++_sequence);

    /// <summary>Lets a row of a batch wait behind those of its entity, which has been asked for.</summary>
    public void Add(HeldBatch batch, int entity, int row)
    {
        int index = _free;
        if (index != None) _free = _rows[index].Next;
        else
        {
            index = _used++;
            if (index == _rows.Length) Array.Resize(ref _rows, Math.Max(256, index * 2));
        }
        _rows[index] = (batch, row, None);
        if (_first[entity] == None)
        {
            _first[entity] = index;
            _places[entity] = _waiting.Count;
            _waiting.Add(entity);
        }
        else _rows[_last[entity]].Next = index;
        _last[entity] = index;
        batch.Waiting++;
    }

    /// <summary>Holds the rows of a batch: those that were added are numbered among them.</summary>
    public void Hold(HeldBatch batch, Batch rows)
    {
        batch.Rows = BatchMemory.Trim(rows, out long sizeBytes);
        batch.SizeBytes = sizeBytes;
        SizeBytes += sizeBytes;
        Count += rows.Count;
    }

    /// <summary>Holds a whole batch behind those that came before it.</summary>
    public void Enqueue(HeldBatch batch, Batch rows, int[] slots)
    {
        Hold(batch, rows);
        batch.Slots = slots;
        _queue.Enqueue(batch);
    }

    /// <summary>Gives the rows that wait for an entity the slot of its answer, in their queued batches.</summary>
    /// <returns>How many there were.</returns>
    public int Bind(int entity, int slot)
    {
        if (!IsWaiting(entity)) return 0;
        int count = 0;
        for (int index = _first[entity]; index != None; count++)
        {
            (HeldBatch? batch, int row, int next) = _rows[index];
            batch!.Slots![row] = slot;
            batch.Waiting--;
            Free(index);
            index = next;
        }
        Forget(entity);
        return count;
    }

    /// <summary>Takes the oldest queued batch, if none of its rows waits.</summary>
    public HeldBatch? TakeReady()
    {
        if (!_queue.TryPeek(out HeldBatch? batch) || batch.Waiting > 0) return null;
        _queue.Dequeue();
        Count -= batch.Rows.Count;
        SizeBytes -= batch.SizeBytes;
        return batch;
    }

    /// <summary>Takes the rows that wait for an entity, oldest first. A batch is let go with the last of its rows.</summary>
    public void TakeRows(int entity, List<(HeldBatch Batch, int Row, int Entity)> output)
    {
        if (!IsWaiting(entity)) return;
        for (int index = _first[entity]; index != None;)
        {
            (HeldBatch? batch, int row, int next) = _rows[index];
            output.Add((batch!, row, entity));
            Count--;
            if (--batch!.Waiting == 0) SizeBytes -= batch.SizeBytes;
            Free(index);
            index = next;
        }
        Forget(entity);
    }

    /// <summary>All rows that are held, in the order in which they came, as one batch of these types.</summary>
    public Batch Copy(IReadOnlyList<DataType> types)
    {
        ColumnBuilder[] builders = [.. types.Select(ColumnBuilder.Create)];
        var kinds = new List<RowKind>(Count);
        if (_queue.Count > 0)
        {
            foreach (HeldBatch batch in _queue)
            {
                for (int row = 0; row < batch.Rows.Count; row++) Append(batch.Rows, row);
            }
        }
        else
        {
            foreach ((HeldBatch batch, int row) in InOrder()) Append(batch.Rows, row);
        }
        RowKind[]? withKinds = kinds.TrueForAll(k => k == RowKind.Insert) ? null : [.. kinds];
        return new Batch([.. builders.Select(b => b.Build())], kinds.Count, withKinds);

        void Append(Batch rows, int row)
        {
            kinds.Add(rows.KindOf(row));
            for (int c = 0; c < builders.Length; c++) builders[c].AppendFrom(rows.Columns[c], row);
        }
    }

    private List<(HeldBatch Batch, int Row)> InOrder()
    {
        var waiting = new List<(HeldBatch Batch, int Row)>(Count);
        foreach (int entity in _waiting)
        {
            for (int index = _first[entity]; index != None; index = _rows[index].Next) waiting.Add((_rows[index].Batch!, _rows[index].Row));
        }
        waiting.Sort(static (a, b) => (a.Batch.Sequence, a.Row).CompareTo((b.Batch.Sequence, b.Row)));
        return waiting;
    }

    private void Forget(int entity)
    {
        _first[entity] = None;
        int last = _waiting[^1];
        _waiting[_places[entity]] = last;
        _places[last] = _places[entity];
        _waiting.RemoveAt(_waiting.Count - 1);
    }

    private void Free(int index)
    {
        _rows[index] = (null, 0, _free);
        _free = index;
    }

    private void GrowChains(int entity)
    {
        int before = _first.Length;
        int size = Math.Max(256, Math.Max(entity + 1, before * 2));
        Array.Resize(ref _first, size);
        Array.Resize(ref _last, size);
        Array.Resize(ref _generations, size);
        Array.Resize(ref _places, size);
        _first.AsSpan(before).Fill(None);
    }
}
