using ActorStream.Checkpoints;
using ActorStream.Connectors;
using ActorStream.Runtime;

namespace ActorStream.Jobs;

/// <summary>A job that can go on.</summary>
/// <param name="Shards">Its shards, each with its splits and where to go on reading them.</param>
/// <param name="Epochs">The epoch under which this process owns each shard.</param>
/// <param name="Restored">What each shard that is not new was restored from.</param>
/// <param name="IsFromSavepoint">Whether that was a savepoint.</param>
internal sealed record RecoveredJob(
    IReadOnlyList<ShardPlan> Shards, IReadOnlyDictionary<int, long> Epochs, IReadOnlyDictionary<int, RestoredShard> Restored,
    bool IsFromSavepoint)
{
    /// <summary>What of the checkpoint is not used because the script has changed, a sentence each.</summary>
    public IReadOnlyCollection<string> Dropped { get; init; } = [];

    /// <summary>The checkpoint from which the job goes on; null: it starts anew.</summary>
    public CheckpointId? Checkpoint => Restored.Count > 0 ? new CheckpointId(Restored[0].Manifest.CheckpointId) : null;
}

/// <summary>
/// Takes a job over: finds its sources' splits, becomes the owner of its shards, fences whoever owned them, reads the checkpoint or
/// savepoint from which it goes on, and resolves where each split is read from. Owns the commit point that it opens.
/// </summary>
/// <param name="options">The job's options.</param>
/// <param name="graph">The job's graph, opened.</param>
/// <param name="store">Where checkpoints go, opened; null: none are kept.</param>
/// <param name="savepoint">The savepoint to start from, or null: the last checkpoint.</param>
/// <param name="isFresh">Whether to forget the checkpoints that were taken.</param>
/// <param name="held">The epochs under which this process has owned shards of the job before; null where it has not.</param>
/// <param name="progress">Told of each step.</param>
internal sealed class JobRecovery(
    JobOptions options, JobGraph graph, ICheckpointStore? store, string? savepoint, bool isFresh, IReadOnlyDictionary<int, long>? held,
    StartProgress progress)
    : IAsyncDisposable
{
    /// <summary>How many checkpoint intervals a transaction outlives: one to fill it, the rest for a slow checkpoint.</summary>
    private const int TransactionMargin = 3;

    private static readonly TimeSpan MinTransactionAge = TimeSpan.FromSeconds(20);

    /// <summary>The epochs under which this process owns, or last owned, shards of the job; null where it never has.</summary>
    public IReadOnlyDictionary<int, long>? Epochs { get; private set; } = held;

    /// <summary>How old a transaction may become that may be longer: brokers allow 15 minutes unless they are set up otherwise.</summary>
    public static readonly TimeSpan MaxTransactionAge = TimeSpan.FromMinutes(5);

    /// <summary>The longest time between two checkpoints, a third of what the log gives a transaction, because that of the sinks would
    /// run out else; null where no sink appends to one. Known when recovered.</summary>
    public TimeSpan? MaxCheckpointInterval { get; private set; }

    /// <summary>Time between checkpoints: what was asked for, or less where a sink's transaction would run out meanwhile. Null: only the
    /// last one. Known when recovered.</summary>
    public TimeSpan? CheckpointInterval =>
        MaxCheckpointInterval is not { } most || options.CheckpointInterval <= most ? options.CheckpointInterval : most;

    /// <summary>Where the job commits, once it is the owner.</summary>
    public CommitPoint? CommitPoint { get; private set; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        CommitPoint? opened = CommitPoint;
        CommitPoint = null;
        if (opened is not null) await opened.DisposeAsync();
    }

    /// <summary>Recovers.</summary>
    /// <exception cref="StateException">What the job left behind does not fit together, or not to its sources.</exception>
    /// <exception cref="JobFencedException">Another process has taken over meanwhile.</exception>
    public async Task<RecoveredJob> RecoverAsync(CancellationToken cancellationToken)
    {
        List<SplitPosition> splits = await DiscoverAsync(cancellationToken);
        ShardOwnership ownership = await TakeOverAsync(splits.Count, cancellationToken);
        while (store is not null && await DiscoverAsync(cancellationToken) is { } now && now.Count > splits.Count)
        {
            // Until it was fenced, the former owner may have taken in splits that came after this process had looked.
            splits = now;
            await DisposeAsync();
            ownership = await TakeOverAsync(splits.Count, cancellationToken);
        }
        int shardCount = ownership.Epochs.Count;
        progress.Step = $"its last checkpoint from {store?.Description}, as the {CommitPoint!.Description} names it";

        // By now every earlier owner is fenced, so nobody misses what is forgotten.
        if (isFresh && store is not null) await store.ForgetAsync(options.Identity, cancellationToken);
        IReadOnlyDictionary<int, RestoredShard> restored = new Dictionary<int, RestoredShard>();
        if (store is not null && savepoint is not null)
            restored = await ReadSavepointAsync(store, savepoint, shardCount, cancellationToken);
        else if (store is not null && !isFresh)
            restored = await Recovery.ReadAsync(
                store, CommitPoint!, options.Identity, ownership.Epochs, graph.NeedsSingleShard, cancellationToken);
        var fit = new StateFit(graph);
        restored = restored.ToDictionary(r => r.Key, r => fit.Apply(r.Value));
        IReadOnlyList<ShardPlan> shards = ShardPlan.Assign(splits, shardCount, restored);
        bool isRunAgain = restored.Count > 0 && restored.Values.All(static r => r.Body.Positions.All(static p => p.IsEnded));
        foreach (GraphSource source in graph.Sources)
        {
            progress.Step = $"the start offsets of source {source.Id}";
            await ResolveAsync(source, shards, isRunAgain, cancellationToken);
        }
        return new RecoveredJob(shards, ownership.Epochs, restored, savepoint is not null) { Dropped = fit.Dropped };
    }

    /// <summary>Takes the ownership of all shards, and fences whoever had it.</summary>
    private async Task<ShardOwnership> TakeOverAsync(int splitCount, CancellationToken cancellationToken)
    {
        // One shard for each split, or one for all where an operator needs that.
        int shardCount = graph.NeedsSingleShard ? Math.Min(splitCount, 1) : splitCount;
        int[] numbers = [.. Enumerable.Range(0, shardCount)];
        string transactionalId = TransactionalId();
        progress.Step = $"checkpoint store {store?.Description} to hand over the job";
        // Who was replaced while it was between two attempts must not take the job back: the two would do so for ever.
        await RequireOwnershipAsync(cancellationToken);
        ShardOwnership ownership = store is null
            ? new ShardOwnership(numbers.ToDictionary(n => n, _ => 1L), [])
            : await store.AcquireAsync(options.Identity, numbers, options.Owner, transactionalId, cancellationToken);
        Epochs = ownership.Epochs;
        progress.Step = "the log to end the transactions of the job's former owners";
        CommitPoint = await OpenCommitPointAsync(shardCount, transactionalId, ownership.FormerTransactionalIds, cancellationToken);
        // Where two start at once, the one that opens the log later may be the one that was replaced before.
        await RequireOwnershipAsync(cancellationToken);
        return ownership;
    }

    private async Task RequireOwnershipAsync(CancellationToken cancellationToken)
    {
        if (store is null || Epochs is not { Count: > 0 } epochs) return;
        if (await IsTakenOverAsync(store, options, epochs, cancellationToken)) throw new JobFencedException(options.Identity);
    }

    /// <summary>Whether another process owns the job now, by the store's word. An epoch that this process raised itself, without getting
    /// the answer, is no other's.</summary>
    /// <param name="store">The store, opened.</param>
    /// <param name="options">The job's options.</param>
    /// <param name="epochs">The epochs that this process was given.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<bool> IsTakenOverAsync(
        ICheckpointStore store, JobOptions options, IReadOnlyDictionary<int, long> epochs, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<int, ShardOwner> now = await store.ReadOwnersAsync(options.Identity, cancellationToken);
        return epochs.Any(e => now.TryGetValue(e.Key, out ShardOwner owner) && owner.Epoch > e.Value && owner.Owner != options.Owner);
    }

    /// <summary>The sources' splits at this moment, in the order of sources, without positions.</summary>
    private async Task<List<SplitPosition>> DiscoverAsync(CancellationToken cancellationToken)
    {
        var splits = new List<SplitPosition>();
        foreach (GraphSource source in graph.Sources)
        {
            progress.Step = $"source {source.Id} to name its splits";
            foreach (SourceSplit split in await source.Source.DiscoverSplitsAsync(cancellationToken))
                splits.Add(new SplitPosition(source.Id, split, -1, IsEnded: false));
        }
        return splits;
    }

    private static async Task ResolveAsync(
        GraphSource source, IReadOnlyList<ShardPlan> shards, bool isRunAgain, CancellationToken cancellationToken)
    {
        var starts = new List<SplitStart>();
        foreach (SplitPosition position in shards.SelectMany(s => s.Positions).Where(p => p.SourceId == source.Id))
        {
            long? offset = position.Offset < 0 ? null : position.Offset;
            starts.Add(new SplitStart(position.Split, offset) { State = position.State?.Invoke(), IsRunAgain = isRunAgain });
        }
        IReadOnlyList<SplitStart> resolved = await source.Source.ResolveAsync(starts, cancellationToken);
        foreach (SplitStart start in resolved)
        {
            foreach (ShardPlan shard in shards)
            {
                int index = shard.Positions.FindIndex(p => p.SourceId == source.Id && p.Split.Id == start.Split.Id);
                if (index >= 0) shard.Positions[index] = Resolved(shard.Positions[index], start);
            }
        }
    }

    private static SplitPosition Resolved(SplitPosition position, SplitStart start) => position with
    {
        Offset = start.Offset!.Value,
        State = start.State is { } state ? () => state : position.State,
    };

    private async Task<IReadOnlyDictionary<int, RestoredShard>> ReadSavepointAsync(
        ICheckpointStore store, string name, int shardCount, CancellationToken cancellationToken)
    {
        Savepoint savepoint = await store.ReadSavepointAsync(name, cancellationToken) ?? throw new ActorStreamException(
            $"Savepoint \"{name}\" is not in {store.Description}.", ErrorDomain.User,
            hint: KnownSavepoints(await store.ListSavepointsAsync(cancellationToken)));
        if (savepoint.Manifests.Count > shardCount && graph.NeedsSingleShard) throw Recovery.NeedsSingleShard(
            $"Savepoint \"{name}\"", savepoint.Manifests.Count);
        if (savepoint.Manifests.Count > shardCount) throw new StateException(
            $"Savepoint \"{name}\" holds {savepoint.Manifests.Count} shards, but the job's sources have only {shardCount} splits now.",
            "Bring the number of partitions or files back, or start anew (--fresh).");
        var shards = new Dictionary<int, RestoredShard>();
        foreach (CheckpointManifest manifest in savepoint.Manifests)
            shards.Add(manifest.Shard, await Recovery.LoadAsync(store, manifest, cancellationToken));
        return shards;
    }

    private static string KnownSavepoints(IReadOnlyList<Savepoint> known)
    {
        const int shown = 10;
        if (known.Count == 0) return "There is none yet: 'job savepoint' takes one of a running job.";
        IEnumerable<string> newest = known.OrderByDescending(static s => s.TimestampMs).Take(shown).Select(static s => s.Name);
        return $"There {(known.Count == 1 ? "is" : "are")}: {string.Join(", ", newest)}{(known.Count > shown ? ", …" : "")}.";
    }

    private string TransactionalId()
    {
        string? prefix = graph.Sinks.Select(s => s.Sink.TransactionalIdPrefix).FirstOrDefault(p => p is not null);
        return (prefix is null ? "" : prefix + "-") + $"{options.Identity}.{options.Node}";
    }

    private IEnumerable<ILog> TransactionalLogs() => graph.Sinks.Select(static s => s.Sink)
        .Concat(graph.Sources.Select(static s => s.Source.DeadLetterSink).OfType<ISink>())
        .Select(static s => s.TransactionalLog).OfType<ILog>();

    private async Task<CommitPoint> OpenCommitPointAsync(
        int shardCount, string transactionalId, IReadOnlyList<string> formerIds, CancellationToken cancellationToken)
    {
        ILog[] logs = [.. TransactionalLogs().DistinctBy(static l => l.Identity)];
        if (logs.Length > 1) throw new ActorStreamException(
            $"The job writes exactly once to {logs.Length} logs ({string.Join(", ", logs.Select(l => l.Address))}), "
                + "but one commit reaches one log only.",
            ErrorDomain.User, hint: "Give all but one of them 'sink.delivery-guarantee' = 'at-least-once', or make two jobs of it.");
        ILog? log = logs.FirstOrDefault()
            ?? (store is null ? null : graph.Sources.Select(s => s.Source.Log).FirstOrDefault(l => l is not null));
        if (log is null) return new StoreCommitPoint(store, options.Identity);
        TimeSpan age = options.CheckpointInterval < MaxTransactionAge ? options.CheckpointInterval.Value : MaxTransactionAge;
        if (age < MinTransactionAge) age = MinTransactionAge;
        LogCommitPoint opened = await LogCommitPoint.OpenAsync(
            log, store is null ? null : options.Identity, shardCount, transactionalId, formerIds, age * TransactionMargin,
            startsAnew: isFresh || savepoint is not null, cancellationToken);
        MaxCheckpointInterval = logs.Length == 0 ? null
            : opened.Transaction.Timeout is { } timeout ? timeout / TransactionMargin : MaxTransactionAge;
        return opened;
    }
}
