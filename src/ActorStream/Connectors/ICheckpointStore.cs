namespace ActorStream.Connectors;

/// <summary>A piece of a shard's state: sorted rows of entities, written once, never changed.</summary>
/// <param name="Id">Its identity: never used twice.</param>
/// <param name="Data">The bytes, as the engine encoded them.</param>
/// <param name="Crc32">Their CRC-32 (IEEE).</param>
/// <param name="RowCount">The number of entity rows within.</param>
public sealed record StateSegment(string Id, byte[] Data, uint Crc32, int RowCount);

/// <summary>What a shard's checkpoint consists of.</summary>
public sealed record CheckpointManifest
{
    /// <summary>The job's identity: cluster and job name.</summary>
    public required string Job { get; init; }

    /// <summary>The shard's number within the job.</summary>
    public required int Shard { get; init; }

    /// <summary>The checkpoint's id: the owner's epoch in the upper bits (<c>epoch &lt;&lt; 40 | sequence</c>), never used twice.</summary>
    public required long CheckpointId { get; init; }

    /// <summary>The checkpoint that it builds upon, or 0 for the first.</summary>
    public required long ParentId { get; init; }

    /// <summary>The owner's epoch.</summary>
    public required long Epoch { get; init; }

    /// <summary>When it was taken, milliseconds since 1970.</summary>
    public required long TimestampMs { get; init; }

    /// <summary>The segments that make the state, oldest first; the newest row of an entity counts.</summary>
    public required IReadOnlyList<SegmentReference> Segments { get; init; }

    /// <summary>Everything else as the engine encoded it: split positions, committables, the plan's fingerprint.</summary>
    public required byte[] Body { get; init; }

    /// <summary>CRC-32 (IEEE) of <see cref="Body"/>.</summary>
    public required uint Crc32 { get; init; }
}

/// <summary>A segment as a manifest names it.</summary>
/// <param name="Id">The segment's id.</param>
/// <param name="SizeBytes">The size of its data.</param>
/// <param name="Crc32">The CRC-32 of its data.</param>
/// <param name="RowCount">The number of entity rows within.</param>
public sealed record SegmentReference(string Id, long SizeBytes, uint Crc32, int RowCount);

/// <summary>A savepoint: a named, self-contained copy that garbage collection leaves alone.</summary>
/// <param name="Name">The name.</param>
/// <param name="Job">The job that it was taken of.</param>
/// <param name="TimestampMs">When, milliseconds since 1970.</param>
/// <param name="Manifests">One manifest a shard.</param>
public sealed record Savepoint(string Name, string Job, long TimestampMs, IReadOnlyList<CheckpointManifest> Manifests);

/// <summary>Segments and manifests in a SQL database. Rows are only ever added, and removed when nothing names them.</summary>
public interface ICheckpointStore : IAsyncDisposable
{
    /// <summary>How it appears in messages, without secrets.</summary>
    string Description { get; }

    /// <summary>Connects, makes the tables where they are missing, and checks that the database is durable enough
    /// (<c>innodb_flush_log_at_trx_commit</c>, <c>synchronous_commit</c>, <c>PRAGMA synchronous</c>).</summary>
    /// <returns>Warnings for the log.</returns>
    ValueTask<IReadOnlyList<string>> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Takes ownership of shards: raises each one's epoch by compare-and-set and names the owner.</summary>
    /// <returns>The new epoch of each shard, and the transactional ids that earlier owners used, to be fenced.</returns>
    ValueTask<ShardOwnership> AcquireAsync(
        string job, IReadOnlyList<int> shards, string owner, string transactionalId, CancellationToken cancellationToken);

    /// <summary>Who owns each of a job's shards now, and under which epoch: an epoch above the one that a process was given, and another
    /// owner, mean that it was replaced.</summary>
    ValueTask<IReadOnlyDictionary<int, ShardOwner>> ReadOwnersAsync(string job, CancellationToken cancellationToken);

    /// <summary>Writes segments and manifests in one transaction, durable on return.</summary>
    /// <exception cref="StaleOwnerException">A shard has another owner by now: nothing was written.</exception>
    ValueTask WriteAsync(
        IReadOnlyList<CheckpointManifest> manifests, IReadOnlyList<StateSegment> segments, CancellationToken cancellationToken);

    /// <summary>The manifest of exactly this checkpoint, or null.</summary>
    ValueTask<CheckpointManifest?> ReadManifestAsync(string job, int shard, long checkpointId, CancellationToken cancellationToken);

    /// <summary>All manifests of a job, by shard and id.</summary>
    ValueTask<IReadOnlyList<CheckpointManifest>> ListManifestsAsync(string job, CancellationToken cancellationToken);

    /// <summary>A segment's bytes, or null.</summary>
    ValueTask<byte[]?> ReadSegmentAsync(string segmentId, CancellationToken cancellationToken);

    /// <summary>Deletes manifests of the shards named, but those named, with epochs below <paramref name="currentEpoch"/> or ids below
    /// the shard's oldest one named, older than a time; then the segments that no manifest and no savepoint names. Shards that are not
    /// named may be another owner's by now.</summary>
    /// <returns>How many manifests and segments went.</returns>
    ValueTask<(int Manifests, int Segments)> CollectAsync(
        string job, IReadOnlyCollection<(int Shard, long CheckpointId)> keep, long currentEpoch, long olderThanMs,
        CancellationToken cancellationToken);

    /// <summary>Writes a savepoint from manifests that are in the store.</summary>
    ValueTask WriteSavepointAsync(Savepoint savepoint, CancellationToken cancellationToken);

    /// <summary>A savepoint by name, or null.</summary>
    ValueTask<Savepoint?> ReadSavepointAsync(string name, CancellationToken cancellationToken);

    /// <summary>All savepoints, newest first.</summary>
    ValueTask<IReadOnlyList<Savepoint>> ListSavepointsAsync(CancellationToken cancellationToken);

    /// <summary>Removes everything of a job but its savepoints (<c>run --fresh</c>). Epochs stay, so that ids are never used
    /// twice.</summary>
    ValueTask ForgetAsync(string job, CancellationToken cancellationToken);
}

/// <summary>The answer to taking ownership.</summary>
/// <param name="Epochs">The new epoch of each shard.</param>
/// <param name="FormerTransactionalIds">Ids that other owners used, to be fenced before any state is read.</param>
public sealed record ShardOwnership(IReadOnlyDictionary<int, long> Epochs, IReadOnlyList<string> FormerTransactionalIds);

/// <summary>Who owns a shard.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Owner">The owner's name, as it gave it.</param>
public readonly record struct ShardOwner(long Epoch, string Owner);

/// <summary>A shard has another owner by now.</summary>
public sealed class StaleOwnerException : ActorStreamException
{
    /// <summary>Creates the error.</summary>
    public StaleOwnerException(string job, int shard, long epoch, long currentEpoch)
        : base(
            $"Shard {shard} of job \"{job}\" is owned under epoch {currentEpoch}, not {epoch}.",
            ErrorDomain.External,
            hint: "Another process runs this job under the same name; this one stops.")
    {
    }
}
