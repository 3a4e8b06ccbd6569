using ActorStream.State;
using ActorStream.Types;

namespace ActorStream.Operators;

/// <summary>
/// A step of a stage. It runs on its shard's turn: takes a batch, hands batches on, and owns no thread, clock, lock or I/O.
/// Lifecycle: the constructor decides everything; <see cref="Restore"/> for each segment, oldest first, and
/// <see cref="Restored"/>; then <see cref="Process"/> for each batch with <see cref="Snapshot"/> between turns; then
/// <see cref="EndOfInput"/>. One instance serves one shard.
/// </summary>
internal abstract class Operator
{
    private Operator[] _outputs = [];

    /// <summary>Whoever gets what this operator hands on; several where the plan shares it.</summary>
    public IReadOnlyList<Operator> Outputs => _outputs;

    /// <summary>Its place in the plan, the same after a restart with the same plan; names its state.</summary>
    public required string Id { get; init; }

    /// <summary>Adds a receiver.</summary>
    public void AddOutput(Operator output) => _outputs = [.. _outputs, output];

    /// <summary>Takes a batch, runs to completion.</summary>
    public abstract void Process(Batch batch);

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

    /// <summary>All segments have been read.</summary>
    public virtual void Restored()
    {
    }

    /// <summary>Hands a batch on.</summary>
    protected void Emit(Batch batch)
    {
        if (batch.Count == 0) return;
        foreach (Operator output in _outputs) output.Process(batch);
    }
}
