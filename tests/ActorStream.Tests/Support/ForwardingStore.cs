using ActorStream.Connectors;

namespace ActorStream.Tests.Support;

/// <summary>A checkpoint store that hands everything on to another; what derives from it changes one thing.</summary>
internal abstract class ForwardingStore(ICheckpointStore inner) : ICheckpointStore
{
    public string Description => Inner.Description;

    protected ICheckpointStore Inner { get; } = inner;

    public virtual ValueTask<IReadOnlyList<string>> OpenAsync(CancellationToken cancellationToken) => Inner.OpenAsync(cancellationToken);

    public virtual ValueTask<ShardOwnership> AcquireAsync(
        string job, IReadOnlyList<int> shards, string owner, string transactionalId, CancellationToken cancellationToken) =>
        Inner.AcquireAsync(job, shards, owner, transactionalId, cancellationToken);

    public virtual ValueTask<IReadOnlyDictionary<int, ShardOwner>> ReadOwnersAsync(string job, CancellationToken cancellationToken) =>
        Inner.ReadOwnersAsync(job, cancellationToken);

    public virtual ValueTask WriteAsync(
        IReadOnlyList<CheckpointManifest> manifests, IReadOnlyList<StateSegment> segments, CancellationToken cancellationToken) =>
        Inner.WriteAsync(manifests, segments, cancellationToken);

    public virtual ValueTask<CheckpointManifest?> ReadManifestAsync(
        string job, int shard, long checkpointId, CancellationToken cancellationToken) =>
        Inner.ReadManifestAsync(job, shard, checkpointId, cancellationToken);

    public virtual ValueTask<IReadOnlyList<CheckpointManifest>> ListManifestsAsync(string job, CancellationToken cancellationToken) =>
        Inner.ListManifestsAsync(job, cancellationToken);

    public virtual ValueTask<byte[]?> ReadSegmentAsync(string segmentId, CancellationToken cancellationToken) =>
        Inner.ReadSegmentAsync(segmentId, cancellationToken);

    public virtual ValueTask<(int Manifests, int Segments)> CollectAsync(
        string job, IReadOnlyCollection<(int Shard, long CheckpointId)> keep, long currentEpoch, long olderThanMs,
        CancellationToken cancellationToken) =>
        Inner.CollectAsync(job, keep, currentEpoch, olderThanMs, cancellationToken);

    public virtual ValueTask WriteSavepointAsync(Savepoint savepoint, CancellationToken cancellationToken) =>
        Inner.WriteSavepointAsync(savepoint, cancellationToken);

    public virtual ValueTask<Savepoint?> ReadSavepointAsync(string name, CancellationToken cancellationToken) =>
        Inner.ReadSavepointAsync(name, cancellationToken);

    public virtual ValueTask<IReadOnlyList<Savepoint>> ListSavepointsAsync(CancellationToken cancellationToken) =>
        Inner.ListSavepointsAsync(cancellationToken);

    public virtual ValueTask ForgetAsync(string job, CancellationToken cancellationToken) => Inner.ForgetAsync(job, cancellationToken);

    public virtual ValueTask DisposeAsync() => Inner.DisposeAsync();
}
