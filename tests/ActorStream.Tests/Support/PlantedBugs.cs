using System.Collections.Concurrent;
using System.Globalization;
using ActorStream.Connectors;

namespace ActorStream.Tests.Support;

/// <summary>A store that takes a checkpoint from whoever comes, as if it were the owner's.</summary>
internal sealed class NoEpochCheckStore(ICheckpointStore inner, ConcurrentDictionary<int, long> current) : ForwardingStore(inner)
{
    public override async ValueTask<ShardOwnership> AcquireAsync(
        string job, IReadOnlyList<int> shards, string owner, string transactionalId, CancellationToken cancellationToken)
    {
        ShardOwnership ownership = await Inner.AcquireAsync(job, shards, owner, transactionalId, cancellationToken);
        foreach ((int shard, long epoch) in ownership.Epochs) current[shard] = epoch;
        return ownership;
    }

    public override ValueTask WriteAsync(
        IReadOnlyList<CheckpointManifest> manifests, IReadOnlyList<StateSegment> segments, CancellationToken cancellationToken) =>
        Inner.WriteAsync([.. manifests.Select(m => m with { Epoch = current[m.Shard] })], segments, cancellationToken);
}

/// <summary>A log that lets an earlier owner of a transactional id go on. What it leaves open is aborted when it ends, as the
/// transaction's time-out would do.</summary>
internal sealed class NoEpochCheckLog(ILog inner) : ForwardingLog(inner)
{
    private static int _opened;

    public override async ValueTask<ILogTransaction> OpenTransactionAsync(
        string transactionalId, TimeSpan timeout, IReadOnlyDictionary<string, string>? properties, CancellationToken cancellationToken)
    {
        string alone = transactionalId + "#" + Interlocked.Increment(ref _opened).ToString(CultureInfo.InvariantCulture);
        return new Transaction(await Inner.OpenTransactionAsync(alone, timeout, properties, cancellationToken));
    }

    private sealed class Transaction(ILogTransaction inner) : ForwardingTransaction(inner)
    {
        public override async ValueTask DisposeAsync()
        {
            await Inner.AbortAsync(default);
            await base.DisposeAsync();
        }
    }
}

/// <summary>A store in which nothing is collected yet, as where the collector is slow.</summary>
internal sealed class UncollectedStore(ICheckpointStore inner) : ForwardingStore(inner)
{
    public override ValueTask<(int Manifests, int Segments)> CollectAsync(
        string job, IReadOnlyCollection<(int Shard, long CheckpointId)> keep, long currentEpoch, long olderThanMs,
        CancellationToken cancellationToken) => new((0, 0));
}

/// <summary>A store that reads the state of all checkpoints up to the current one, instead of the one that the pointer names.</summary>
internal sealed class ReadsUpToPointerStore(ICheckpointStore inner) : ForwardingStore(inner)
{
    public override async ValueTask<CheckpointManifest?> ReadManifestAsync(
        string job, int shard, long checkpointId, CancellationToken cancellationToken)
    {
        CheckpointManifest[] upTo = [.. (await Inner.ListManifestsAsync(job, cancellationToken))
            .Where(m => m.Shard == shard && m.CheckpointId <= checkpointId).OrderBy(m => m.CheckpointId)];
        return upTo.Length == 0 ? null : upTo[^1] with { Segments = [.. upTo.SelectMany(m => m.Segments).Distinct()] };
    }
}

/// <summary>Commits outputs, offsets and pointers first, and writes the state that they point to afterwards.</summary>
internal sealed class OffsetsBeforeState
{
    private Func<ValueTask>? _write;

    public ICheckpointStore Wrap(ICheckpointStore store) => new Store(store, this);

    public ILog Wrap(ILog log) => new Log(log, this);

    private sealed class Store(ICheckpointStore inner, OffsetsBeforeState bug) : ForwardingStore(inner)
    {
        public override ValueTask WriteAsync(
            IReadOnlyList<CheckpointManifest> manifests, IReadOnlyList<StateSegment> segments, CancellationToken cancellationToken)
        {
            bug._write = () => Inner.WriteAsync(manifests, segments, cancellationToken);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Log(ILog inner, OffsetsBeforeState bug) : ForwardingLog(inner)
    {
        public override async ValueTask<ILogTransaction> OpenTransactionAsync(
            string transactionalId, TimeSpan timeout, IReadOnlyDictionary<string, string>? properties,
            CancellationToken cancellationToken) =>
            new Transaction(await Inner.OpenTransactionAsync(transactionalId, timeout, properties, cancellationToken), bug);
    }

    private sealed class Transaction(ILogTransaction inner, OffsetsBeforeState bug) : ForwardingTransaction(inner)
    {
        public override async ValueTask<CommitResult> CommitAsync(
            IReadOnlyDictionary<string, IReadOnlyList<LogOffset>> offsets, CancellationToken cancellationToken)
        {
            CommitResult result = await Inner.CommitAsync(offsets, cancellationToken);
            if (result == CommitResult.Committed && bug._write is { } write) await write();
            return result;
        }
    }
}
