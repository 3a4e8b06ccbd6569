using ActorStream.Types;

namespace ActorStream.Connectors;

/// <summary>A partition of a log.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition's number, from 0.</param>
public readonly record struct LogPartition(string Topic, int Partition)
{
    /// <summary><c>topic-partition</c>, as Kafka writes it.</summary>
    public override string ToString() => $"{Topic}-{Partition}";
}

/// <summary>The parallel unit of a source: a log partition, a file, a generator.</summary>
/// <param name="Id">Its identity within the table, stable over restarts.</param>
/// <param name="Log">The log partition behind it, or null. Its offsets are then committed with the job's outputs.</param>
public sealed record SourceSplit(string Id, LogPartition? Log = null);

/// <summary>A split and where to go on reading it.</summary>
/// <param name="Split">The split.</param>
/// <param name="Offset">The position of the next row: a log offset, a number of rows. Null: where the table's options say.</param>
public sealed record SplitStart(SourceSplit Split, long? Offset)
{
    /// <summary>What the last <see cref="SourceBatch.State"/> before the position gave, or null.</summary>
    public byte[]? State { get; init; }

    /// <summary>True where the job had read all its inputs to their ends and is run again: what bounds the input is asked anew, while a
    /// job that goes on keeps the end that it had found.</summary>
    public bool IsRunAgain { get; init; }
}

/// <summary>Rows of one split.</summary>
/// <param name="Split">The split.</param>
/// <param name="Rows">The rows, in the split's order; may be empty where the position moved without a row.</param>
/// <param name="NextOffset">The position after these rows: reading from it gives what follows them.</param>
public sealed record SourceBatch(SourceSplit Split, Batch Rows, long NextOffset)
{
    /// <summary>True where the split has ended: no rows follow.</summary>
    public bool IsEnd { get; init; }

    /// <summary>Rows that wait behind this batch in the split, where known; for the lag metric.</summary>
    public long? Lag { get; init; }

    /// <summary>The newest record's time in milliseconds since 1970, where known.</summary>
    public long? NewestTimestampMs { get; init; }

    /// <summary>True where the source has found splits that its reader was not given, such as partitions that were added to a topic.
    /// The job takes a checkpoint and goes on from it with them; the reader may say so again until then.</summary>
    public bool HasNewSplits { get; init; }

    /// <summary>What a restart must know beside <see cref="NextOffset"/>, where a number does not say it all: asked at a checkpoint, on
    /// another thread, for what was true after these rows. Null: as the split's batch before said.</summary>
    public Func<byte[]>? State { get; init; }

    /// <summary>Input that could not be decoded and goes to the dead-letter path, or null.</summary>
    public IReadOnlyList<DeadLetter>? DeadLetters { get; init; }

    /// <summary>The same batch with its rows, where they are not made yet: a reader of many splits leaves the decoding of each to the
    /// engine, which does that of different splits side by side, and that of one split batch by batch in order. Null: <see cref="Rows"/>
    /// are there. Only of a source that says so: <see cref="ISource.DecodesApart"/>.</summary>
    public Func<SourceBatch>? Decode { get; init; }

    /// <summary>The memory that what is not decoded yet keeps.</summary>
    public long EncodedBytes { get; init; }

    /// <summary>This batch with its rows.</summary>
    public SourceBatch Decoded() => Decode?.Invoke() ?? this;
}

/// <summary>
/// A table that is read. Lifecycle: <see cref="OpenAsync"/>, <see cref="DiscoverSplitsAsync"/>, then
/// <see cref="CreateReader"/> for the splits of the node, then disposal (of the readers first). Splits that come later are found by
/// the reader (<see cref="SourceBatch.HasNewSplits"/>) and read by the next source that the job opens.
/// </summary>
public interface ISource : IAsyncDisposable
{
    /// <summary>Whether its rows end.</summary>
    bool IsBounded { get; }

    /// <summary>What kinds its rows have.</summary>
    ChangelogMode ChangelogMode { get; }

    /// <summary>How it appears in EXPLAIN, without secrets.</summary>
    string Description { get; }

    /// <summary>The log that it reads, or null. Available once opened. Where no sink has a transaction, the job's pointers go
    /// there.</summary>
    ILog? Log => null;

    /// <summary>The user's consumer group, to which positions are committed too so that its lag can be watched; or null.</summary>
    string? ConsumerGroup => null;

    /// <summary>Where input that does not decode goes: a sink of the columns of <see cref="DeadLetter.Columns"/>; or null, and then the
    /// job fails on it.</summary>
    ISink? DeadLetterSink => null;

    /// <summary>What the offsets of its splits depend on beside the splits' ids, such as the order in which a table is read: a job does
    /// not go on from offsets of which a part has changed. Default: nothing.</summary>
    IReadOnlyList<StatePart> OffsetParts => [];

    /// <summary>How many readers may be made, each for some of the splits, which are then read side by side; 1 where one client
    /// reads them all, as a log's does.</summary>
    int MaxReaders => 1;

    /// <summary>Whether its readers leave decoding to the engine: <see cref="SourceBatch.Decode"/>.</summary>
    bool DecodesApart => false;

    /// <summary>Connects. Errors say what was not reached.</summary>
    ValueTask OpenAsync(CancellationToken cancellationToken);

    /// <summary>The splits at this moment.</summary>
    ValueTask<IReadOnlyList<SourceSplit>> DiscoverSplitsAsync(CancellationToken cancellationToken);

    /// <summary>The concrete position at which each split starts; the startup mode is asked where none is given. Called once before
    /// the reader is made, so that the first checkpoint can name positions for splits that had no row yet.</summary>
    ValueTask<IReadOnlyList<SplitStart>> ResolveAsync(IReadOnlyList<SplitStart> splits, CancellationToken cancellationToken);

    /// <summary>A reader of these splits from these (resolved) positions.</summary>
    ISourceReader CreateReader(IReadOnlyList<SplitStart> splits);
}

/// <summary>Reads the splits of one source. Called by one task at a time; disposed by the same.</summary>
public interface ISourceReader : IAsyncDisposable
{
    /// <summary>Waits for the next rows of any split. Never holds rows back to fill a batch: what is there is returned.</summary>
    /// <returns>Rows, or null where every split has ended.</returns>
    ValueTask<SourceBatch?> ReadAsync(CancellationToken cancellationToken);
}
