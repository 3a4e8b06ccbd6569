using ActorStream.Connectors;
using ActorStream.Tests.Support;

namespace ActorStream.Tests.Simulation;

/// <summary>A process's connection to a simulated database: each call may fail, be late, or lose its answer.</summary>
internal sealed class UnreliableStore(ICheckpointStore inner, SimulatedProcess process) : ForwardingStore(inner)
{
    public override ValueTask<IReadOnlyList<string>> OpenAsync(CancellationToken cancellationToken) =>
        process.CallAsync("store open", () => Inner.OpenAsync(cancellationToken), cancellationToken);

    public override ValueTask<ShardOwnership> AcquireAsync(
        string job, IReadOnlyList<int> shards, string owner, string transactionalId, CancellationToken cancellationToken) =>
        process.CallAsync(
            "store acquire", () => Inner.AcquireAsync(job, shards, owner, transactionalId, cancellationToken), cancellationToken);

    public override ValueTask<IReadOnlyDictionary<int, ShardOwner>> ReadOwnersAsync(string job, CancellationToken cancellationToken) =>
        process.CallAsync("store read owners", () => Inner.ReadOwnersAsync(job, cancellationToken), cancellationToken);

    public override ValueTask WriteAsync(
        IReadOnlyList<CheckpointManifest> manifests, IReadOnlyList<StateSegment> segments, CancellationToken cancellationToken) =>
        process.CallAsync("store write", () => Inner.WriteAsync(manifests, segments, cancellationToken), cancellationToken);

    public override ValueTask<CheckpointManifest?> ReadManifestAsync(
        string job, int shard, long checkpointId, CancellationToken cancellationToken) =>
        process.CallAsync(
            "store read manifest", () => Inner.ReadManifestAsync(job, shard, checkpointId, cancellationToken), cancellationToken);

    public override ValueTask<IReadOnlyList<CheckpointManifest>> ListManifestsAsync(string job, CancellationToken cancellationToken) =>
        process.CallAsync("store list manifests", () => Inner.ListManifestsAsync(job, cancellationToken), cancellationToken);

    public override ValueTask<byte[]?> ReadSegmentAsync(string segmentId, CancellationToken cancellationToken) =>
        process.CallAsync("store read segment", () => Inner.ReadSegmentAsync(segmentId, cancellationToken), cancellationToken);

    public override ValueTask<(int Manifests, int Segments)> CollectAsync(
        string job, IReadOnlyCollection<(int Shard, long CheckpointId)> keep, long currentEpoch, long olderThanMs,
        CancellationToken cancellationToken) =>
        process.CallAsync(
            "store collect", () => Inner.CollectAsync(job, keep, currentEpoch, olderThanMs, cancellationToken), cancellationToken);

    public override ValueTask WriteSavepointAsync(Savepoint savepoint, CancellationToken cancellationToken) =>
        process.CallAsync("store write savepoint", () => Inner.WriteSavepointAsync(savepoint, cancellationToken), cancellationToken);
}
