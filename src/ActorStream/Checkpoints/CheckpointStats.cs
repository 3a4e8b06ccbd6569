namespace ActorStream.Checkpoints;

/// <summary>Why a checkpoint is taken.</summary>
internal enum CheckpointKind
{
    /// <summary>The first one of a job: where its inputs start.</summary>
    Initial,

    /// <summary>On the interval.</summary>
    Periodic,

    /// <summary>The last one, when the job stops or its inputs have ended.</summary>
    Final,

    /// <summary>By hand, under a name.</summary>
    Savepoint,

    /// <summary>By hand.</summary>
    Manual,

    /// <summary>By hand, and of all state rather than of what changed.</summary>
    Full,
}

/// <summary>A checkpoint as operations see it.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Kind">Why it was taken.</param>
/// <param name="Status"><c>IN_PROGRESS</c>, <c>COMPLETED</c> or <c>FAILED</c>, as Flink's REST API has them.</param>
/// <param name="TriggerTimestampMs">When it began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="StateBytes">Bytes that it wrote.</param>
/// <param name="FullStateBytes">Bytes of all segments that it consists of.</param>
/// <param name="EntityRows">Entity rows that it wrote.</param>
/// <param name="Savepoint">The savepoint's name, or null.</param>
/// <param name="Shards">Shards that it is of.</param>
/// <param name="ShardsDone">Shards that have given their state.</param>
internal sealed record CheckpointStats(
    long Sequence, CheckpointKind Kind, string Status, long TriggerTimestampMs, TimeSpan Duration, long StateBytes, long FullStateBytes,
    int EntityRows, string? Savepoint, int Shards, int ShardsDone);

/// <summary>A job's checkpoints so far; the last ones in detail. Survives restarts of the job within this process.</summary>
internal sealed class CheckpointHistory
{
    private const int Kept = 10;

    private readonly Lock _gate = new();
    private readonly LinkedList<CheckpointStats> _recent = new();

    /// <summary>Checkpoints that were completed.</summary>
    public long Completed { get; private set; }

    /// <summary>Checkpoints that failed.</summary>
    public long Failed { get; private set; }

    /// <summary>Restores from a checkpoint.</summary>
    public long Restored { get; private set; }

    /// <summary>The sequence that the job was last restored from, or null.</summary>
    public long? RestoredSequence { get; private set; }

    /// <summary>Adds or, by sequence, replaces a checkpoint.</summary>
    public void Add(CheckpointStats stats)
    {
        lock (_gate)
        {
            if (_recent.First is { } first && first.Value.Sequence == stats.Sequence) _recent.RemoveFirst();
            _recent.AddFirst(stats);
            if (_recent.Count > Kept) _recent.RemoveLast();
            if (stats.Status == "COMPLETED") Completed++;
            if (stats.Status == "FAILED") Failed++;
        }
    }

    /// <summary>A checkpoint was committed, but not written as the savepoint that it was to be.</summary>
    public void TakeNameBack(long sequence)
    {
        lock (_gate)
        {
            if (_recent.First is { } first && first.Value.Sequence == sequence) first.Value = first.Value with { Savepoint = null };
        }
    }

    /// <summary>The job was restored.</summary>
    public void AddRestore(long sequence)
    {
        lock (_gate) (Restored, RestoredSequence) = (Restored + 1, sequence);
    }

    /// <summary>The last checkpoints, newest first.</summary>
    public IReadOnlyList<CheckpointStats> Recent
    {
        get
        {
            lock (_gate) return [.. _recent];
        }
    }
}
