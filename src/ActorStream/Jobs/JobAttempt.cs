using ActorStream.Actors;
using ActorStream.Checkpoints;
using ActorStream.Connectors;
using ActorStream.Diagnostics;
using ActorStream.Expressions;
using ActorStream.Operators;
using ActorStream.Runtime;
using Microsoft.Extensions.Logging;

namespace ActorStream.Jobs;

/// <summary>How an attempt ended without a failure.</summary>
internal enum AttemptEnd
{
    /// <summary>All inputs have ended and everything is committed.</summary>
    Finished,

    /// <summary>It was asked to stop, and took a last checkpoint.</summary>
    Stopped,

    /// <summary>A source found new splits: it took a last checkpoint, from which the next attempt goes on with them.</summary>
    FoundSplits,

    /// <summary>It was to end with a savepoint, which could not be written behind its last checkpoint: the next attempt goes on at once
    /// from that.</summary>
    NoSavepoint,

    /// <summary>It was cancelled: nothing was committed after the last checkpoint.</summary>
    Canceled,
}

/// <summary>
/// One attempt at running a job: opens everything, recovers, runs until the inputs end, a request to stop, or the first failure, and
/// closes everything. Its state is thrown away with it.
/// </summary>
internal sealed class JobAttempt
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    /// <summary>A step that takes long is told of at the first look that finds it again, and at every sixth from then on.</summary>
    private const int LooksBetweenWords = 6;

    private readonly JobOptions _options;
    private readonly JobGraph _graph;
    private readonly ConnectorEnvironment _environment;
    private readonly ICheckpointStore? _store;
    private readonly CheckpointHistory _history;
    private readonly JobRecovery _recovery;
    private readonly StartProgress _progress = new();
    private readonly Dispatcher _dispatcher;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _failed;
    private readonly TaskCompletionSource _allEnded;
    private readonly TaskCompletionSource _stopRequested;
    private readonly TaskCompletionSource _newSplits;
    private readonly TaskCompletionSource _running;
    private readonly HashSet<int> _ended = [];
    private CheckpointCoordinator? _coordinator;
    private CancellationToken _ending;
    private StopSavepoint? _stopSavepoint;
    private volatile bool _isOver;
    private CancellationTokenSource? _starting;

    /// <summary>Makes an attempt over a graph.</summary>
    /// <param name="options">The job's options.</param>
    /// <param name="graph">The graph; unopened. Whoever made it closes it.</param>
    /// <param name="environment">What connectors share.</param>
    /// <param name="store">Where checkpoints go, not opened yet; null: none are kept. Whoever made it closes it.</param>
    /// <param name="history">The job's.</param>
    /// <param name="savepoint">The savepoint to start from, or null: the last checkpoint.</param>
    /// <param name="isFresh">Whether to forget the checkpoints that were taken.</param>
    /// <param name="held">The epochs of the attempt before, or null.</param>
    /// <param name="dispatcher">Runs all of it.</param>
    /// <param name="logger">The job's.</param>
    public JobAttempt(
        JobOptions options, JobGraph graph, ConnectorEnvironment environment, ICheckpointStore? store, CheckpointHistory history,
        string? savepoint, bool isFresh, IReadOnlyDictionary<int, long>? held, Dispatcher dispatcher, ILogger logger)
    {
        _options = options;
        _graph = graph;
        _environment = environment;
        _store = store;
        _history = history;
        _recovery = new JobRecovery(options, graph, store, savepoint, isFresh, held, _progress);
        _dispatcher = dispatcher;
        _logger = logger;
        _failed = dispatcher.CreateCompletion();
        _allEnded = dispatcher.CreateCompletion();
        _stopRequested = dispatcher.CreateCompletion();
        _newSplits = dispatcher.CreateCompletion();
        _running = dispatcher.CreateCompletion();
    }

    /// <summary>Told of the first failure when it happens, before anything is closed because of it: what is closed may take its
    /// time.</summary>
    public Action<Exception>? OnFailure { get; init; }

    /// <summary>Completes when the attempt has recovered and its sources are being read.</summary>
    public Task Running => _running.Task;

    /// <summary>The shards, once running.</summary>
    public IReadOnlyList<(Shard Shard, ActorRef Ref)> Shards { get; private set; } = [];

    /// <summary>What it had counted when it ended; null before.</summary>
    public AttemptSummary? Summary { get; private set; }

    /// <summary>Counters of each lookup join, by its id.</summary>
    public IReadOnlyDictionary<string, LookupMetrics> Lookups { get; private set; } = new Dictionary<string, LookupMetrics>();

    /// <summary>The graph that runs.</summary>
    public JobGraph Graph => _graph;

    /// <summary>The epochs under which this process owns, or last owned, shards of the job; null where it never has.</summary>
    public IReadOnlyDictionary<int, long>? Epochs => _recovery.Epochs;

    /// <summary>Whether a checkpoint of this attempt was committed.</summary>
    public bool HasCommitted { get; private set; }

    /// <summary>Asks the attempt to take a last checkpoint and end.</summary>
    public void RequestStop() => _stopRequested.TrySetResult();

    /// <summary>Lets go of the shards of an attempt that has ended, and with them of their caches; what they counted is kept.</summary>
    public void Release()
    {
        Summary = AttemptSummary.Of([.. Shards.Select(s => s.Shard)]);
        Shards = [];
        _coordinator = null;
    }

    /// <summary>Takes a checkpoint by hand.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="savepoint">The savepoint's name, or null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<CheckpointStats> CheckpointAsync(CheckpointKind kind, string? savepoint, CancellationToken cancellationToken)
    {
        await _running.Task.WaitAsync(cancellationToken);
        // Whoever asks may stop waiting, but the checkpoint goes on: half of one cannot be taken back.
        return await TakeCheckpointAsync(kind, savepoint, _ending).WaitAsync(cancellationToken);
    }

    /// <summary>Asks the attempt to end with a savepoint as its last checkpoint, and waits for that.</summary>
    public async Task<CheckpointStats> StopAsync(string savepoint, CancellationToken cancellationToken)
    {
        var stop = new StopSavepoint(savepoint, _dispatcher.CreateCompletion<CheckpointStats>());
        if (Interlocked.CompareExchange(ref _stopSavepoint, stop, null) is { } other) throw new ActorStreamException(
            $"Job \"{_options.Name}\" is ending with savepoint \"{other.Name}\" already.", ErrorDomain.External, isTransient: true);
        if (_isOver) EndStop();
        RequestStop();
        return await stop.Taken.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Runs to the end.</summary>
    /// <exception cref="Exception">The first failure, after everything was closed.</exception>
    public async Task<AttemptEnd> RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _ending = ending.Token;
        var system = new ActorSystem(_dispatcher, (name, failure) => Fail(name, failure));
        using var starting = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
        _starting = starting;
        Task watch = WatchStartAsync(starting.Token);
        return await Closing.AfterAsync(
            () => RunOpenedAsync(system, ending, cancellationToken),
            () => new ValueTask(_dispatcher.CancelAsync(ending)),
            () => _coordinator is null ? ValueTask.CompletedTask : new ValueTask(_coordinator.CloseAsync()),
            system.DisposeAsync, _recovery.DisposeAsync, () => new ValueTask(watch));
    }

    /// <summary>Says what a start waits for that takes long: another process's lock, a server that does not answer.</summary>
    private async Task WatchStartAsync(CancellationToken isOver)
    {
        try
        {
            string? step = null;
            for (int looks = 0; ; looks++)
            {
                if (!ReferenceEquals(step, _progress.Step)) (step, looks) = (_progress.Step, 0);
                else if (step is not null && looks % LooksBetweenWords == 1)
                    Log.JobWaits(_logger, _options.Name, step, (long)(looks * LookInterval).TotalSeconds);
                await Task.Delay(LookInterval, _environment.TimeProvider, isOver);
            }
        }
        catch (OperationCanceledException)
        {
            // It runs, or has ended.
        }
    }

    private async Task<AttemptEnd> RunOpenedAsync(
        ActorSystem system, CancellationTokenSource ending, CancellationToken cancellationToken)
    {
        try
        {
            await OpenAsync(ending.Token);
            RecoveredJob recovered = await _recovery.RecoverAsync(ending.Token);
            _progress.Step = null;
            foreach (string dropped in recovered.Dropped) Log.StateDropped(_logger, _options.Name, dropped);
            if (recovered.Checkpoint is { } checkpoint) _history.AddRestore(checkpoint.Sequence);
            LogStart(recovered);
            StartShards(system, recovered, _recovery.CommitPoint!);
            return await RunShardsAsync(recovered, ending);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return AttemptEnd.Canceled;
        }
#pragma warning disable CA1031 // Thrown on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Fail(failure);
            throw;
        }
        finally
        {
            _running.TrySetCanceled(CancellationToken.None);
            _isOver = true;
            EndStop();
        }
    }

    /// <summary>Tells who waits for the last savepoint that there will be none.</summary>
    private void EndStop() => Volatile.Read(ref _stopSavepoint)?.Taken.TrySetException(new ActorStreamException(
        $"Job \"{_options.Name}\" took no savepoint, because it ended or failed before.", ErrorDomain.External, isTransient: true));

    private void LogStart(RecoveredJob recovered)
    {
        long epoch = recovered.Epochs.Count == 0 ? 0 : recovered.Epochs.Values.Max();
        if (recovered.Checkpoint is not { } from)
        {
            Log.JobStartsAnew(_logger, _options.Name, recovered.Shards.Count, epoch);
        }
        else
        {
            long bytes = recovered.Restored.Values.Sum(static r => r.Manifest.Segments.Sum(static s => s.SizeBytes));
            Log.JobRestored(_logger, _options.Name, recovered.IsFromSavepoint ? "a savepoint, checkpoint" : "checkpoint", from.ToString(),
                recovered.Shards.Count, bytes, epoch);
        }
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_store is not null)
        {
            _progress.Step = $"checkpoint store {_store.Description} to open";
            foreach (string warning in await _store.OpenAsync(cancellationToken))
                Log.StoreWarning(_logger, _store.Description, warning);
        }
        foreach (GraphLookup lookup in _graph.Lookups)
        {
            _progress.Step = $"table \"{lookup.Node.Table.Name}\" to open for lookups";
            await lookup.Table.Lookup.OpenAsync(cancellationToken);
        }
        foreach (GraphSink sink in _graph.Sinks)
        {
            _progress.Step = $"sink {sink.Id} to open";
            await sink.Sink.OpenAsync(cancellationToken);
        }
        foreach (GraphSource source in _graph.Sources)
        {
            _progress.Step = $"source {source.Id} to open";
            await source.Source.OpenAsync(cancellationToken);
            if (source.Source.DeadLetterSink is { } letters) await letters.OpenAsync(cancellationToken);
        }
    }

    private void StartShards(ActorSystem system, RecoveredJob recovered, CommitPoint commitPoint)
    {
        var lookupActors = new Dictionary<string, ActorRef>(StringComparer.Ordinal);
        var metrics = new Dictionary<string, LookupMetrics>(StringComparer.Ordinal);
        foreach (GraphLookup lookup in _graph.Lookups)
        {
            metrics.Add(lookup.Id, new LookupMetrics());
            var actor = new LookupActor(
                lookup.Table, [.. lookup.Node.Keys.Select(k => k.Probe.Type)], [.. lookup.Node.Columns.Select(c => c.Type)],
                _environment.TimeProvider, metrics[lookup.Id], _options.Name, _logger, lookup.Node.Retry);
            lookupActors.Add(lookup.Id, system.Spawn(lookup.Id, actor, 1));
        }
        Lookups = metrics;
        var shards = new List<(Shard, ActorRef)>();
        var coordinated = new List<CoordinatedShard>();
        foreach (ShardPlan plan in recovered.Shards)
        {
            Shard shard = MakeShard(plan, recovered.Shards.Count, commitPoint.Transaction, lookupActors);
            ActorRef self = system.Reserve($"shard {plan.Number}", shard, _options.MailboxCapacity);
            if (recovered.Restored.TryGetValue(plan.Number, out RestoredShard? from)) shard.Restore(from.Segments);
            system.Start(shard);
            shards.Add((shard, self));
            coordinated.Add(new CoordinatedShard(
                plan.Number, self, recovered.Epochs[plan.Number], [.. shard.Sinks.Select(s => s.Appender).OfType<ShardAppender>()]));
        }
        Shards = shards;
        _coordinator = new CheckpointCoordinator(MakeCheckpointPlan(recovered, commitPoint), coordinated, recovered.Restored);
    }

    private CheckpointPlan MakeCheckpointPlan(RecoveredJob recovered, CommitPoint commitPoint) =>
        new()
        {
            Job = _options.Identity,
            JobName = _options.Name,
            Store = _store,
            CommitPoint = commitPoint,
            History = _history,
            Fingerprint = _graph.Fingerprint(),
            Operators = _graph.States(),
            Sources = _graph.Sources.Where(s => s.Source.Log is not null)
                .ToDictionary(s => s.Id, s => (s.Source.Log!.Identity, s.Source.ConsumerGroup)),
            TimeProvider = _environment.TimeProvider,
            Dispatcher = _dispatcher,
            Timeout = _options.CheckpointTimeout,
            RetainedCheckpoints = _options.RetainedCheckpoints,
            OnFailed = failure => Fail("the checkpoint coordinator", failure),
            OnCommitted = () => HasCommitted = true,
            Logger = _logger,
            IsFromSavepoint = recovered.IsFromSavepoint,
        };

    private Shard MakeShard(
        ShardPlan plan, int shardCount, ILogTransaction? transaction, Dictionary<string, ActorRef> lookupActors)
    {
        Shard? shard = null;
        var context = new EvaluationContext(_options.LocalTimeZone) { MaxValueBytes = _options.MaxValueBytes };
        var operators = new OperatorGraph(
            _graph, plan.SourceIds, context, lookup => request => lookupActors[lookup.Id].Tell(new LookupAsk(request, shard!.Self)),
            shardCount);
        var ports = operators.Sinks.Select(s => Port(s.Sink.Id, s.Sink.Sink, s.Input)).ToList();
        var letters = new Dictionary<string, SinkPort>(StringComparer.Ordinal);
        foreach (GraphSource source in _graph.Sources)
        {
            if (!plan.SourceIds.Contains(source.Id) || source.Source.DeadLetterSink is not { } sink) continue;
            string id = source.Id + JobGraph.DeadLetters;
            letters.Add(source.Id, Port(id, sink, new SinkInput { Id = id }));
        }
        shard = new Shard(new ShardParts
        {
            Number = plan.Number,
            Context = context,
            Entries = operators.Entries,
            Operators = operators.Operators,
            Sinks = ports,
            DeadLetterSinks = letters,
            Positions = plan.Positions,
            MaxWaitingRows = _options.MaxWaitingRows,
            MaxWaitingBytes = _options.MaxWaitingBytes,
            TimeProvider = _environment.TimeProvider,
            OnEnded = number => OnShardEnded(number, shardCount),
        });
        return shard;

        SinkPort Port(string id, ISink sink, SinkInput input)
        {
            ShardAppender? appender = sink.TransactionalLog is null ? null
                : new ShardAppender(transaction!, _options.MaxHeldBytes, _dispatcher);
            var writer = sink.CreateWriter(new SinkWriterContext { Shard = plan.Number, ShardCount = shardCount, Transaction = appender });
            return new SinkPort(id, input, writer, appender);
        }
    }

    private async Task<AttemptEnd> RunShardsAsync(RecoveredJob recovered, CancellationTokenSource ending)
    {
        foreach ((int number, RestoredShard from) in recovered.Restored)
        {
            if (from.Body.Committables.Count == 0) continue;
            ActorRef shard = Shards.First(s => s.Shard.Number == number).Ref;
            await Guarded(
                shard.AskAsync<bool>(done => new CheckpointCommitted(from.Body.Committables, done), ending.Token), ending.Token);
        }
        _progress.Step = "its first checkpoint";
        if (_coordinator!.HasNewShards && _store is not null)
            await Guarded(TakeCheckpointAsync(CheckpointKind.Initial, null, ending.Token), ending.Token);

        using var reading = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
        foreach ((_, ActorRef shard) in Shards) shard.Tell(new ShardBegins());
        Task pumps = Task.WhenAll(_graph.Sources.Select(s => PumpAsync(s, recovered, reading.Token)));
        _running.TrySetResult();
        await _dispatcher.CancelAsync(_starting!);
        Task periodic = PeriodicAsync(ending.Token);
        if (recovered.Shards.Count == 0) _allEnded.TrySetResult();
        try
        {
            await await Task.WhenAny(_failed.Task, _allEnded.Task, _stopRequested.Task, _newSplits.Task).WaitAsync(ending.Token);
        }
        finally
        {
            // After a failure, too: the sources are closed next, and nobody may read them then.
            await _dispatcher.CancelAsync(reading);
            await pumps;
        }
        if (_failed.Task.IsCompleted) await _failed.Task;
        StopSavepoint? stop = Volatile.Read(ref _stopSavepoint);
        Task<CheckpointStats> last = TakeCheckpointAsync(CheckpointKind.Final, stop?.Name, ending.Token);
        try
        {
            await Guarded(last, ending.Token);
            stop?.Taken.TrySetResult(await last);
        }
        catch (ActorStreamException refused) when (stop is not null && IsCommitted(CheckpointKind.Final) && !_failed.Task.IsCompleted)
        {
            // The savepoint's name is taken, say. The job was to end with a savepoint or not at all.
            stop.Taken.TrySetException(refused);
            return AttemptEnd.NoSavepoint;
        }
        if (_allEnded.Task.IsCompleted) return AttemptEnd.Finished;
        return _stopRequested.Task.IsCompleted ? AttemptEnd.Stopped : AttemptEnd.FoundSplits;
    }

    private bool IsCommitted(CheckpointKind kind) => _history.Recent is [{ Status: "COMPLETED" } newest, ..] && newest.Kind == kind;

    /// <summary>Waits for a step, or for the attempt's failure if that comes first.</summary>
    private async Task Guarded(Task step, CancellationToken cancellationToken)
    {
        await await Task.WhenAny(step, _failed.Task).WaitAsync(cancellationToken);
    }

    private async Task<CheckpointStats> TakeCheckpointAsync(CheckpointKind kind, string? savepoint, CancellationToken cancellationToken)
    {
        return await _coordinator!.TriggerAsync(kind, savepoint, cancellationToken);
    }

    private async Task PeriodicAsync(CancellationToken cancellationToken)
    {
        if (_recovery.CheckpointInterval is not { } interval) return;
        if (interval != _options.CheckpointInterval)
            Log.CheckpointIntervalShortened(
                _logger, _options.CheckpointInterval is null ? LogLevel.Information : LogLevel.Warning, _options.Name,
                interval.TotalSeconds);
        try
        {
            while (true)
            {
                long started = _environment.TimeProvider.GetTimestamp();
                await Task.Delay(interval, _environment.TimeProvider, cancellationToken);
                await TakeCheckpointAsync(CheckpointKind.Periodic, null, cancellationToken);
                TimeSpan over = _environment.TimeProvider.GetElapsedTime(started) - interval;
                TimeSpan rest = _options.CheckpointMinPause - over;
                // The interval follows, and both are time of the next transaction.
                if (_recovery.MaxCheckpointInterval is { } most && rest > most - interval) rest = most - interval;
                if (rest > TimeSpan.Zero) await Task.Delay(rest, _environment.TimeProvider, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // Whatever fails a checkpoint fails the attempt.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Fail("the checkpoint coordinator", failure);
        }
    }

    private async Task PumpAsync(GraphSource source, RecoveredJob recovered, CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            var starts = new List<SplitStart>();
            var shards = new Dictionary<string, ActorRef>(StringComparer.Ordinal);
            foreach (ShardPlan shard in recovered.Shards)
            {
                foreach (SplitPosition position in shard.Positions.Where(p => p.SourceId == source.Id))
                {
                    starts.Add(new SplitStart(position.Split, position.Offset) { State = position.State?.Invoke() });
                    shards.Add(position.Split.Id, Shards[shard.Number].Ref);
                }
            }
            var pump = new SourcePump(source.Id, source.Source, starts, shards, () => OnNewSplits(source))
            {
                OnFailure = failure => Fail(source.Id, failure),
            };
            await pump.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // A connector's boundary: whatever it throws fails the attempt.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Fail(source.Id, failure);
        }
    }

    private void OnNewSplits(GraphSource source)
    {
        if (_store is not null) _newSplits.TrySetResult();
        else Fail(source.Id, new ActorStreamException(
            $"Source {source.Id} has new splits, which a job without checkpoints cannot take in while it runs.", ErrorDomain.User,
            hint: "Run it with 'run', or keep it from looking: 'scan.topic-partition-discovery.interval' = '0'."));
    }

    private void OnShardEnded(int number, int shardCount)
    {
        lock (_ended)
        {
            _ended.Add(number);
            if (_ended.Count == shardCount) _allEnded.TrySetResult();
        }
    }

    private void Fail(string where, Exception failure) => Fail(new OperatorFailedException(where, failure));

    private void Fail(Exception failure)
    {
        if (!_failed.TrySetException(failure)) return;
        // Whoever waits for the failure may have gone already.
        _ = _failed.Task.Exception;
        OnFailure?.Invoke(failure);
    }
}

/// <summary>A savepoint that is to be an attempt's last checkpoint.</summary>
internal sealed record StopSavepoint(string Name, TaskCompletionSource<CheckpointStats> Taken);

/// <summary>The first failure of an attempt, with where it happened.</summary>
internal sealed class OperatorFailedException(string where, Exception cause) : Exception(cause.Message, cause)
{
    /// <summary>The actor or step that failed.</summary>
    public string Where { get; } = where;
}
