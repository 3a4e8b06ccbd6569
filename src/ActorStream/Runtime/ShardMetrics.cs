using ActorStream.Connectors;

namespace ActorStream.Runtime;

/// <summary>What one shard counts. Written on its turn and by its writers, read by others at any time: each figure is whole,
/// together they may be of
/// different moments.</summary>
internal sealed class ShardMetrics
{
    private long _rowsIn;
    private long _rowsOut;
    private long _deadLetters;
    private long _lag = -1;
    private long _newestTimestampMs = -1;

    /// <summary>Rows that came from sources.</summary>
    public long RowsIn => Interlocked.Read(ref _rowsIn);

    /// <summary>Rows that sinks have taken.</summary>
    public long RowsOut => Interlocked.Read(ref _rowsOut);

    /// <summary>Input that did not decode.</summary>
    public long DeadLetters
    {
        get => Interlocked.Read(ref _deadLetters);
        set => Interlocked.Exchange(ref _deadLetters, value);
    }

    /// <summary>Rows that wait behind the last batch in its split; −1 where not known.</summary>
    public long Lag => Interlocked.Read(ref _lag);

    /// <summary>The newest record's time, milliseconds since 1970; −1 where not known.</summary>
    public long NewestTimestampMs => Interlocked.Read(ref _newestTimestampMs);

    /// <summary>Counts rows that a sink has taken; each sink's writer counts for itself.</summary>
    public void AddRowsOut(long rows) => Interlocked.Add(ref _rowsOut, rows);

    /// <summary>Counts a batch.</summary>
    public void Took(SourceBatch batch)
    {
        Interlocked.Exchange(ref _rowsIn, _rowsIn + batch.Rows.Count);
        if (batch.Lag is { } lag) Interlocked.Exchange(ref _lag, lag);
        if (batch.NewestTimestampMs is { } newest) Interlocked.Exchange(ref _newestTimestampMs, newest);
    }
}
