using ActorStream.Types;

namespace ActorStream.Connectors;

/// <summary>What a sink promises.</summary>
public enum DeliveryGuarantee
{
    /// <summary>Nothing: rows may be lost or repeated after a failure.</summary>
    None,

    /// <summary>Nothing is lost; rows may come twice after a failure.</summary>
    AtLeastOnce,

    /// <summary>Every row has its effect once: by the job's commit, or because writing it again changes nothing.</summary>
    ExactlyOnce,
}

/// <summary>
/// A table that is written. Lifecycle: <see cref="OpenAsync"/>, one <see cref="CreateWriter"/> for each shard, disposal.
/// </summary>
public interface ISink : IAsyncDisposable
{
    /// <summary>What it promises, with the reason for EXPLAIN in <see cref="Description"/>.</summary>
    DeliveryGuarantee Guarantee { get; }

    /// <summary>What kinds of rows it takes.</summary>
    ChangelogMode AcceptedChangelogMode { get; }

    /// <summary>How it appears in EXPLAIN, without secrets.</summary>
    string Description { get; }

    /// <summary>The log whose transaction the rows go into, where this sink takes part in the job's commit; else null.</summary>
    ILog? TransactionalLog { get; }

    /// <summary>What the id of the job's transaction must begin with (<c>sink.transactional-id-prefix</c>), or null.</summary>
    string? TransactionalIdPrefix => null;

    /// <summary>Connects. Errors say what was not reached.</summary>
    ValueTask OpenAsync(CancellationToken cancellationToken);

    /// <summary>A writer for one shard.</summary>
    ISinkWriter CreateWriter(SinkWriterContext context);
}

/// <summary>What a writer is given.</summary>
public sealed class SinkWriterContext
{
    /// <summary>The shard's number within the stage that writes.</summary>
    public required int Shard { get; init; }

    /// <summary>How many shards write.</summary>
    public required int ShardCount { get; init; }

    /// <summary>The job's open transaction, where <see cref="ISink.TransactionalLog"/> is set: appended to, never committed, by
    /// writers.</summary>
    public ILogAppender? Transaction { get; init; }
}

/// <summary>Writes one shard's rows. Called by one task at a time.</summary>
public interface ISinkWriter : IAsyncDisposable
{
    /// <summary>Takes rows. Completes at once unless what is buffered has reached its bound.</summary>
    ValueTask WriteAsync(Batch batch, CancellationToken cancellationToken);

    /// <summary>No more rows come: the next barrier is the last.</summary>
    void EndOfInput()
    {
    }

    /// <summary>Called at a checkpoint's barrier and at the end: when it completes, all rows before it are durable, or are in the
    /// job's open transaction.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);

    /// <summary>What must be done once checkpoint <paramref name="checkpointId"/> is committed, as bytes that go into its manifest
    /// (a file sink's renames), or null. Called after <see cref="FlushAsync"/> in the same barrier.</summary>
    ValueTask<byte[]?> PrepareCommitAsync(long checkpointId, CancellationToken cancellationToken) => ValueTask.FromResult<byte[]?>(null);

    /// <summary>Does it. Called after the commit, and again with the same bytes on recovery: idempotent.</summary>
    ValueTask CommitAsync(byte[] committable, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
