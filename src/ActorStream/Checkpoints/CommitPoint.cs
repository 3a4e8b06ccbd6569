using ActorStream.Connectors;

namespace ActorStream.Checkpoints;

/// <summary>Where a job's one commit happens, and what says which checkpoint is the current one.</summary>
internal abstract class CommitPoint : IAsyncDisposable
{
    /// <summary>Where it is, for messages.</summary>
    public abstract string Description { get; }

    /// <summary>The transaction that sinks append to, or null where the commit is the store's.</summary>
    public virtual ILogTransaction? Transaction => null;

    /// <summary>The current checkpoint of each shard; shards without one are left out. May name more shards than the job has now.</summary>
    public abstract ValueTask<IReadOnlyDictionary<int, long>> ReadPointersAsync(CancellationToken cancellationToken);

    /// <summary>Flips outputs, input offsets and pointers together.</summary>
    /// <param name="checkpointIds">The new pointer of each shard.</param>
    /// <param name="offsets">The input offsets by log partition, of the log that commits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract ValueTask<CommitResult> CommitAsync(
        IReadOnlyDictionary<int, long> checkpointIds, IReadOnlyList<CommittedInput> offsets, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}

/// <summary>How far an input was read.</summary>
/// <param name="LogIdentity">The identity of the log.</param>
/// <param name="ConsumerGroup">The user's group, or null.</param>
/// <param name="Offset">The partition and the next offset.</param>
internal readonly record struct CommittedInput(string LogIdentity, string? ConsumerGroup, LogOffset Offset);

/// <summary>
/// The commit is a log's transaction; the pointer is a committed offset of an empty topic, <see cref="PointerTopic"/>, with one
/// partition a shard, moved in the same transaction as the input offsets.
/// </summary>
internal sealed class LogCommitPoint : CommitPoint
{
    /// <summary>A pointer that names nothing; no checkpoint has this id, because epochs begin with 1.</summary>
    private const long NoCheckpoint = 0;

    private readonly ILog _log;
    private readonly ILogTransaction _transaction;
    private readonly string? _jobGroup;
    private readonly string _pointerTopic;
    private readonly int _pointerCount;
    private LogOffset[] _cleared;

    private LogCommitPoint(
        ILog log, ILogTransaction transaction, string? jobGroup, string pointerTopic, int pointerCount, LogOffset[] cleared)
    {
        _pointerCount = pointerCount;
        _cleared = cleared;
        _log = log;
        _transaction = transaction;
        _jobGroup = jobGroup;
        _pointerTopic = pointerTopic;
    }

    /// <inheritdoc/>
    public override string Description => $"transaction of the log at {_log.Address}";

    /// <inheritdoc/>
    public override ILogTransaction Transaction => _transaction;

    /// <summary>Makes the pointers' topic, fences whoever used the transactional ids before, and opens the transaction.</summary>
    /// <param name="log">The log that commits.</param>
    /// <param name="job">The job's identity, <c>CLUSTER.JOB</c>; null where no checkpoints are kept, and then there are no
    /// pointers.</param>
    /// <param name="shardCount">The number of shards.</param>
    /// <param name="transactionalId">The job's id on this node.</param>
    /// <param name="formerIds">Ids of earlier owners, to be fenced first.</param>
    /// <param name="timeout">The transaction's time-out.</param>
    /// <param name="startsAnew">Whether the job goes on from none of its checkpoints: its first commit clears the pointers of shards
    /// that it has no more, which would else be taken for the shards of splits that come later.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async ValueTask<LogCommitPoint> OpenAsync(
        ILog log, string? job, int shardCount, string transactionalId, IReadOnlyList<string> formerIds, TimeSpan timeout,
        bool startsAnew, CancellationToken cancellationToken)
    {
        string pointerTopic = job is null ? "" : PointerTopic.Of(job);
        int pointerCount = shardCount;
        if (job is not null)
        {
            await log.CreateTopicAsync(pointerTopic, shardCount, null, cancellationToken);
            LogTopic topic = await log.FindTopicAsync(pointerTopic, cancellationToken)
                ?? throw new ConnectorException(
                    "log", null, $"Topic \"{pointerTopic}\" for the job's checkpoints was made in {log.Address} but is not known yet.",
                    isTransient: true);
            if (topic.Partitions < shardCount) await log.AddPartitionsAsync(pointerTopic, shardCount, cancellationToken);
            else pointerCount = topic.Partitions;
        }
        foreach (string id in formerIds)
        {
            if (id == transactionalId) continue;
            await using ILogTransaction fencing = await log.OpenTransactionAsync(id, timeout, null, cancellationToken);
        }
        ILogTransaction transaction = await log.OpenTransactionAsync(transactionalId, timeout, null, cancellationToken);
        IEnumerable<int> cleared = startsAnew ? Enumerable.Range(shardCount, pointerCount - shardCount) : [];
        return new LogCommitPoint(
            log, transaction, job, pointerTopic, pointerCount,
            [.. cleared.Select(s => new LogOffset(new LogPartition(pointerTopic, s), NoCheckpoint))]);
    }

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyDictionary<int, long>> ReadPointersAsync(CancellationToken cancellationToken)
    {
        if (_jobGroup is null) return new Dictionary<int, long>();
        LogPartition[] partitions = [.. Enumerable.Range(0, _pointerCount).Select(s => new LogPartition(_pointerTopic, s))];
        IReadOnlyList<LogOffset> pointers = await _log.CommittedOffsetsAsync(_jobGroup, partitions, cancellationToken);
        return pointers.Where(p => p.Offset != NoCheckpoint).ToDictionary(p => p.Partition.Partition, p => p.Offset);
    }

    /// <inheritdoc/>
    public override async ValueTask<CommitResult> CommitAsync(
        IReadOnlyDictionary<int, long> checkpointIds, IReadOnlyList<CommittedInput> offsets, CancellationToken cancellationToken)
    {
        var groups = new Dictionary<string, List<LogOffset>>(StringComparer.Ordinal);
        if (_jobGroup is not null)
        {
            List<LogOffset> group = groups[_jobGroup] = [];
            foreach ((int shard, long id) in checkpointIds) group.Add(new LogOffset(new LogPartition(_pointerTopic, shard), id));
            group.AddRange(_cleared);
        }
        foreach (CommittedInput input in offsets)
        {
            if (input.LogIdentity != _log.Identity) continue;
            if (_jobGroup is not null) Add(_jobGroup, input.Offset);
            if (input.ConsumerGroup is { } group && group != _jobGroup) Add(group, input.Offset);
        }
        CommitResult result = await _transaction.CommitAsync(
            groups.ToDictionary(g => g.Key, g => (IReadOnlyList<LogOffset>)g.Value), cancellationToken);
        if (result == CommitResult.Committed) _cleared = [];
        return result;

        void Add(string group, LogOffset offset)
        {
            if (!groups.TryGetValue(group, out List<LogOffset>? list)) groups[group] = list = [];
            // Two tables may read the same partition: the job's own positions stand in the manifest, and the group shows the slower one.
            int index = list.FindIndex(o => o.Partition == offset.Partition);
            if (index < 0) list.Add(offset);
            else if (offset.Offset < list[index].Offset) list[index] = offset;
        }
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _transaction.DisposeAsync();
}

/// <summary>No log takes part: writing the manifests is the commit, and the newest one is the current checkpoint.</summary>
internal sealed class StoreCommitPoint(ICheckpointStore? store, string job) : CommitPoint
{
    /// <inheritdoc/>
    public override string Description => store is null ? "none" : $"checkpoint store {store.Description}";

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyDictionary<int, long>> ReadPointersAsync(CancellationToken cancellationToken)
    {
        if (store is null) return new Dictionary<int, long>();
        IReadOnlyList<CheckpointManifest> manifests = await store.ListManifestsAsync(job, cancellationToken);
        return manifests.GroupBy(m => m.Shard).ToDictionary(g => g.Key, g => g.Max(m => m.CheckpointId));
    }

    /// <inheritdoc/>
    public override ValueTask<CommitResult> CommitAsync(
        IReadOnlyDictionary<int, long> checkpointIds, IReadOnlyList<CommittedInput> offsets, CancellationToken cancellationToken) =>
        new(CommitResult.Committed);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
