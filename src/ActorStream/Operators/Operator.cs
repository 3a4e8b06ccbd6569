using ActorStream.State;
using ActorStream.Types;

namespace ActorStream.Operators;

/// <summary>
/// A step of a stage. It runs on its shard's turn: takes a batch, hands batches on, and owns no thread, clock, lock or I/O.
/// Lifecycle: the constructor decides everything; <see cref="Restore"/> for each segment, oldest first, and
/// <see cref="Restored"/>; then <see cref="Process"/> for each batch with <see cref="Snapshot"/> between turns; then
/// <see cref="EndOfInput"/>. One instance serves one shard, which asks it by these members and never for its type.
/// </summary>
internal abstract class Operator
{
    private Operator[] _outputs = [];
    private Operator[] _inputs = [];

    /// <summary>Whoever gets what this operator hands on; several where the plan shares it.</summary>
    public IReadOnlyList<Operator> Outputs => _outputs;

    /// <summary>Its place in the plan, the same after a restart with the same plan; names its state.</summary>
    public required string Id { get; init; }

    /// <summary>Rows that it was given since the start.</summary>
    public virtual long RowsIn => 0;

    /// <summary>Rows that it handed on since the start.</summary>
    public virtual long RowsOut => 0;

    /// <summary>Rows that it holds back until an answer comes: the shard takes no more data while they are many, and has not ended while
    /// there are any.</summary>
    public virtual int WaitingRows => 0;

    /// <summary>Memory that those rows keep alive, about, in bytes: bounded as their number is.</summary>
    public virtual long WaitingBytes => 0;

    /// <summary>Whether it will hand nothing on any more, whatever comes. Known of whatever it reads, in the order of the shard's
    /// operators; see <see cref="UpdateDone"/>.</summary>
    public bool IsDone { get; private set; }

    /// <summary>The cache that it keeps, or null.</summary>
    public virtual CacheInfo? Cache => null;

    /// <summary>Whether it has all the rows that it lets through.</summary>
    protected virtual bool IsSatisfied => false;

    /// <summary>Adds a receiver.</summary>
    public void AddOutput(Operator output)
    {
        _outputs = [.. _outputs, output];
        output._inputs = [.. output._inputs, this];
    }

    /// <summary>Takes a batch, runs to completion.</summary>
    public abstract void Process(Batch batch);

    /// <summary>Takes an answer to something that it asked for.</summary>
    public virtual void TakeAnswer(OperatorAnswer answer) =>
        throw new System.Diagnostics.UnreachableException($"{Id} asks nothing, but got an answer.");

    /// <summary>The input has ended; what still waits is handed on.</summary>
    public virtual void EndOfInput()
    {
        foreach (Operator output in _outputs) output.EndOfInput();
    }

    /// <summary>Writes what changed since the last snapshot, or with <paramref name="full"/> all there is, and forgets what
    /// changed.</summary>
    public virtual void Snapshot(SegmentWriter writer, bool full)
    {
    }

    /// <summary>Reads one segment back; called for the segments of a checkpoint, oldest first.</summary>
    public virtual void Restore(SegmentReader reader)
    {
    }

    /// <summary>All segments have been read, and rows that it held may go on: its receivers have been told already.</summary>
    public virtual void Restored()
    {
    }

    /// <summary>Adds the entities that a question is about.</summary>
    public virtual void FindEntities(EntityQuery query, List<EntityInfo> found)
    {
    }

    /// <summary>Drops what it remembers of a table: of one key, or all.</summary>
    /// <param name="table">The dimension table; null: every one.</param>
    /// <param name="key">The key as people write it; null: every one.</param>
    /// <returns>How many entries were dropped.</returns>
    public virtual int Invalidate(string? table, string? key) => 0;

    /// <summary>Finds out whether it is done: it has all its rows, or whatever it reads is done. To be called for all operators of the
    /// shard, each after those that it reads from.</summary>
    public void UpdateDone() =>
        IsDone = IsDone || IsSatisfied || (_inputs.Length > 0 && Array.TrueForAll(_inputs, static i => i.IsDone) && WaitingRows == 0);

    /// <summary>Hands a batch on.</summary>
    protected void Emit(Batch batch)
    {
        if (batch.Count == 0) return;
        BatchCheck.Check(batch);
        foreach (Operator output in _outputs) output.Process(batch);
    }

    /// <summary>Processes a batch again as two, because a value of it failed before anything was handed on: the rows before that one go
    /// on, as if they had come one by one.</summary>
    /// <param name="batch">Two rows or more.</param>
    /// <param name="columns">Those that are read, for the condition as for the result; the others are left behind.</param>
    protected void ProcessHalves(Batch batch, ReadOnlySpan<int> columns)
    {
        int[] rows = [.. Enumerable.Range(0, batch.Count)];
        int half = rows.Length / 2;
        Process(batch.Take(rows.AsSpan(0, half), columns));
        Process(batch.Take(rows.AsSpan(half), columns));
    }
}
