using ActorStream.Connectors;

namespace ActorStream.Tests.Support;

/// <summary>Where a process can be frozen or killed while it takes a checkpoint.</summary>
public enum CheckpointStep
{
    /// <summary>State is about to be written.</summary>
    BeforeState,

    /// <summary>State is durable.</summary>
    AfterState,

    /// <summary>The log is about to commit.</summary>
    BeforeCommit,

    /// <summary>The log has answered.</summary>
    AfterCommit,
}

/// <summary>One process's view of its store and log, which tells of each step before it goes on.</summary>
internal sealed class CheckpointSteps
{
    /// <summary>Awaited at each step; what it throws, the step throws.</summary>
    public Func<CheckpointStep, Task> Reached { get; set; } = _ => Task.CompletedTask;

    public ICheckpointStore Wrap(ICheckpointStore store) => new Store(store, this);

    public ILog Wrap(ILog log) => new Log(log, this);

    private sealed class Store(ICheckpointStore inner, CheckpointSteps steps) : ForwardingStore(inner)
    {
        public override async ValueTask WriteAsync(
            IReadOnlyList<CheckpointManifest> manifests, IReadOnlyList<StateSegment> segments, CancellationToken cancellationToken)
        {
            await steps.Reached(CheckpointStep.BeforeState);
            await Inner.WriteAsync(manifests, segments, cancellationToken);
            await steps.Reached(CheckpointStep.AfterState);
        }
    }

    private sealed class Log(ILog inner, CheckpointSteps steps) : ForwardingLog(inner)
    {
        public override async ValueTask<ILogTransaction> OpenTransactionAsync(
            string transactionalId, TimeSpan timeout, IReadOnlyDictionary<string, string>? properties,
            CancellationToken cancellationToken) =>
            new Transaction(await Inner.OpenTransactionAsync(transactionalId, timeout, properties, cancellationToken), steps);
    }

    private sealed class Transaction(ILogTransaction inner, CheckpointSteps steps) : ForwardingTransaction(inner)
    {
        public override async ValueTask<CommitResult> CommitAsync(
            IReadOnlyDictionary<string, IReadOnlyList<LogOffset>> offsets, CancellationToken cancellationToken)
        {
            await steps.Reached(CheckpointStep.BeforeCommit);
            CommitResult result = await Inner.CommitAsync(offsets, cancellationToken);
            await steps.Reached(CheckpointStep.AfterCommit);
            return result;
        }
    }
}
