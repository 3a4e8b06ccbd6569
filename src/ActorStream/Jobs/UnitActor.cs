using ActorStream.Actors;
using ActorStream.Checkpoints;
using ActorStream.Connectors;
using ActorStream.Diagnostics;
using ActorStream.Runtime;
using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace ActorStream.Jobs;

/// <summary>
/// One attempt at a job's shards in this process: opens everything, recovers, runs until the inputs end, a request to stop, or the first
/// failure, and closes everything. Its parts live and fail together; its state is thrown away with it.
/// </summary>
internal sealed class UnitActor : EngineActor
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    /// <summary>A step that takes long is told of at the first look that finds it again, and at every sixth from then on.</summary>
    private const int LooksBetweenWords = 6;

    private readonly UnitPlan _plan;
    private readonly JobAttempt _attempt;
    private readonly UnitResources _resources;
    private readonly Dictionary<IActorRef, string> _parts = [];
    private readonly List<IActorRef> _order = [];
    private readonly List<IActorRef> _sources = [];
    private readonly Queue<TakeCheckpoint> _early = new();
    private readonly HashSet<int> _endedShards = [];
    private UnitPhase _phase = UnitPhase.Opening;
    private UnitParts? _made;
    private RecoveredJob? _recovered;
    private IActorRef _coordinator = ActorRefs.Nobody;
    private Exception? _failure;
    private AttemptEnd? _end;
    private readonly StartProgress _progress = new();
    private ITimer? _drainTimer;
    private ITimer? _lookTimer;
    private string? _seenStep;
    private int _looks;
    private StopWithSavepoint? _stop;
    private int _awaited;

    /// <summary>Makes the actor.</summary>
    /// <param name="plan">What it is made of.</param>
    /// <param name="attempt">What others see of it.</param>
    /// <param name="resources">What it will open, and close at its end.</param>
    public UnitActor(UnitPlan plan, JobAttempt attempt, UnitResources resources)
    {
        _plan = plan;
        _attempt = attempt;
        _resources = resources;
    }

    private enum UnitPhase
    {
        Opening,
        Restoring,
        Recovering,
        Running,
        Ending,
        Draining,
        Stopping,
        Closing,
    }

    private sealed record Recovered(RecoveredJob Job);

    private sealed record PartFailed;

    private sealed record Look;

    private sealed record DrainedLongEnough;

    private sealed record Closed(Exception? Failure);

    protected override SupervisorStrategy SupervisorStrategy() => new FirstCauseStrategy((part, failure) =>
    {
        Fail(_parts.GetValueOrDefault(part), failure);
        Self.Tell(new PartFailed());
    });

    protected override void PreStart()
    {
        Edge edge = _resources.NewEdge(null);
        edge.Run(Self, async token => new Recovered(await RecoverAsync(token)));
        IActorRef self = Self;
        _lookTimer = _plan.Environment.TimeProvider.CreateTimer(_ => self.Tell(new Look()), null, LookInterval, LookInterval);
    }

    protected override void PostStop()
    {
        _drainTimer?.Dispose();
        _lookTimer?.Dispose();
        _attempt.End();
        foreach (TakeCheckpoint question in _early) question.Refuse(new ActorStoppedException(Self.Path.Name));
        _stop?.Refuse(new ActorStreamException(
            $"Job \"{_plan.Options.Name}\" took no savepoint, because it ended or failed before.", ErrorDomain.External,
            isTransient: true));
    }

    protected override void OnEdgeFailed(EdgeFailed failed)
    {
        Fail(null, failed.Cause);
        Close();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case PartFailed:
                Close();
                break;
            case CancelUnit:
                if (_phase < UnitPhase.Draining) _end = AttemptEnd.Canceled;
                Close();
                break;
            case Terminated gone:
                _parts.Remove(gone.ActorRef);
                if (_phase == UnitPhase.Stopping) CloseResources();
                break;
            case SinkDrained when _phase == UnitPhase.Draining:
                if (--_awaited == 0) StopParts();
                break;
            case DrainedLongEnough when _phase == UnitPhase.Draining:
                StopParts();
                break;
            case Closed closed:
                Exception? failure = closed.Failure ?? (_end == AttemptEnd.Canceled ? null : _resources.ClosingFailure);
                Context.Parent.Tell(new UnitEnded(failure is null ? _end : null, failure));
                Context.Stop(Self);
                break;
            default:
                if (_phase < UnitPhase.Draining) OnProgress(message);
                else (message as IQuestion)?.Refuse(new ActorStoppedException(Self.Path.Name));
                break;
        }
    }

    private void OnProgress(object message)
    {
        switch (message)
        {
            case Look:
                LookAtStart();
                break;
            case Recovered recovered:
                _progress.Step = null;
                StartParts(recovered.Job);
                break;
            case ShardRestored:
                if (--_awaited == 0) CommitRestored();
                break;
            case SinkCommitted:
                if (--_awaited == 0) TakeInitial();
                break;
            case CheckpointCommitted:
                _attempt.Commit();
                break;
            case CheckpointDone { Stats.Kind: CheckpointKind.Initial }:
                Run();
                break;
            case CheckpointDone { Stats.Kind: CheckpointKind.Final } last:
                OnLast(last);
                break;
            case ShardEnded ended:
                _endedShards.Add(ended.Shard);
                if (_endedShards.Count == _made!.Shards.Count) TakeLast(AttemptEnd.Finished);
                break;
            case NewSplitsFound found:
                if (_resources.Store is not null) TakeLast(AttemptEnd.FoundSplits);
                else FailOnNewSplits(found.SourceId);
                break;
            case StopUnit:
                TakeLast(AttemptEnd.Stopped);
                break;
            case StopWithSavepoint stop:
                if (_stop is { } other)
                {
                    stop.Refuse(new ActorStreamException(
                        $"Job \"{_plan.Options.Name}\" is ending with savepoint \"{other.Savepoint}\" already.", ErrorDomain.External,
                        isTransient: true));
                    break;
                }
                _stop = stop;
                TakeLast(AttemptEnd.Stopped);
                break;
            case TakeCheckpoint question:
                if (_phase >= UnitPhase.Running) _coordinator.Tell(question);
                else _early.Enqueue(question);
                break;
        }
    }

    private async Task<RecoveredJob> RecoverAsync(CancellationToken cancellationToken)
    {
        if (_plan.StoreFactory is { } factory)
        {
            ICheckpointStore store = _resources.Store = factory();
            _progress.Step = $"checkpoint store {store.Description} to open";
            foreach (string warning in await store.OpenAsync(cancellationToken))
                Log.StoreWarning(_plan.Logger, store.Description, warning);
        }
        foreach (GraphLookup lookup in _plan.Graph.Lookups)
        {
            _progress.Step = $"table \"{lookup.Node.Table.Name}\" to open for lookups";
            await lookup.Table.Lookup.OpenAsync(cancellationToken);
        }
        foreach (GraphSink sink in _plan.Graph.Sinks)
        {
            _progress.Step = $"sink {sink.Id} to open";
            await sink.Sink.OpenAsync(cancellationToken);
        }
        foreach (GraphSource source in _plan.Graph.Sources)
        {
            _progress.Step = $"source {source.Id} to open";
            await source.Source.OpenAsync(cancellationToken);
            if (source.Source.DeadLetterSink is { } letters) await letters.OpenAsync(cancellationToken);
        }
        JobRecovery recovery = _resources.Recovery = new JobRecovery(
            _plan.Options, _plan.Graph, _resources.Store, _plan.Savepoint, _plan.IsFresh, _plan.Held, _progress);
        return await recovery.RecoverAsync(cancellationToken);
    }

    private void StartParts(RecoveredJob recovered)
    {
        _phase = UnitPhase.Restoring;
        _recovered = recovered;
        foreach (string dropped in recovered.Dropped) Log.StateDropped(_plan.Logger, _plan.Options.Name, dropped);
        if (recovered.Checkpoint is { } checkpoint) _plan.History.AddRestore(checkpoint.Sequence);
        LogStart(recovered);
        _made = new UnitParts(_plan, _resources, recovered, StartPart);
        _made.StartShards();
        _coordinator = _made.StartCoordinator(_resources.Recovery!.CommitPoint!);
        _attempt.Start(_made.Shards, _made.LookupMetrics);
        _awaited = _made.Shards.Count;
        foreach (AttemptShard shard in _made.Shards)
            shard.Actor.Tell(new RestoreShard(recovered.Restored.GetValueOrDefault(shard.Number)?.Segments ?? []));
        if (_awaited == 0) CommitRestored();
    }

    /// <summary>Says what a start waits for that takes long: another process's lock, a server that does not answer.</summary>
    private void LookAtStart()
    {
        string? step = _progress.Step;
        if (!ReferenceEquals(step, _seenStep)) (_seenStep, _looks) = (step, 0);
        else if (step is not null && ++_looks % LooksBetweenWords == 1)
            Log.JobWaits(_plan.Logger, _plan.Options.Name, step, (long)(_looks * LookInterval).TotalSeconds);
    }

    private void LogStart(RecoveredJob recovered)
    {
        string job = _plan.Options.Name;
        long epoch = recovered.Epochs.Count == 0 ? 0 : recovered.Epochs.Values.Max();
        if (recovered.Checkpoint is not { } from)
        {
            Log.JobStartsAnew(_plan.Logger, job, recovered.Shards.Count, epoch);
            return;
        }
        long bytes = recovered.Restored.Values.Sum(static r => r.Manifest.Segments.Sum(static s => s.SizeBytes));
        string source = recovered.IsFromSavepoint ? "a savepoint, checkpoint" : "checkpoint";
        Log.JobRestored(_plan.Logger, job, source, from.ToString(), recovered.Shards.Count, bytes, epoch);
    }

    private IActorRef StartPart(Props props, string name, string shownAs)
    {
        IActorRef part = Context.Watch(Context.ActorOf(props, name));
        _parts.Add(part, shownAs);
        _order.Add(part);
        return part;
    }

    /// <summary>What sinks had still to do for the checkpoint when it was the current one already.</summary>
    private void CommitRestored()
    {
        _phase = UnitPhase.Recovering;
        foreach ((int number, RestoredShard from) in _recovered!.Restored)
        {
            foreach ((string sinkId, byte[] data) in from.Body.Committables)
            {
                CoordinatedSink? sink = _made!.Coordinated[number].Sinks.FirstOrDefault(s => s.Id == sinkId);
                if (sink is null)
                {
                    Fail(null, new StateException(
                        $"A checkpoint has something to commit for \"{sinkId}\", which the job does not write.",
                        "Run the script that wrote the checkpoint."));
                    Close();
                    return;
                }
                _awaited++;
                sink.Writer.Tell(new CommitSink(data, Self));
            }
        }
        if (_awaited == 0) TakeInitial();
    }

    /// <summary>The first checkpoint of new shards names where they start, before a row is read.</summary>
    private void TakeInitial()
    {
        _progress.Step = "its first checkpoint";
        bool hasNewShards = _recovered!.Restored.Count < _recovered.Shards.Count || _recovered.IsFromSavepoint;
        if (hasNewShards && _resources.Store is not null)
            _coordinator.Tell(new TakeCheckpoint(CheckpointKind.Initial, null, _plan.Dispatcher));
        else
            Run();
    }

    private void Run()
    {
        _phase = UnitPhase.Running;
        _progress.Step = null;
        _lookTimer?.Dispose();
        _attempt.Run();
        Context.Parent.Tell(new UnitRunning());
        while (_early.TryDequeue(out TakeCheckpoint? question)) _coordinator.Tell(question);
        JobRecovery recovery = _resources.Recovery!;
        if (recovery.CheckpointInterval is { } interval)
        {
            if (interval != _plan.Options.CheckpointInterval)
            {
                LogLevel level = _plan.Options.CheckpointInterval is null ? LogLevel.Information : LogLevel.Warning;
                Log.CheckpointIntervalShortened(_plan.Logger, level, _plan.Options.Name, interval.TotalSeconds);
            }
            _coordinator.Tell(
                new StartPeriodicCheckpoints(interval, _plan.Options.CheckpointMinPause, recovery.MaxCheckpointInterval));
        }
        if (_made!.Shards.Count == 0) _end ??= AttemptEnd.Finished;
        if (_end is { } end)
        {
            TakeLast(end);
            return;
        }
        foreach (GraphSource source in _plan.Graph.Sources) _sources.AddRange(_made.StartSource(source));
    }

    /// <summary>Nothing more is read, and everything that was comes into a last checkpoint.</summary>
    private void TakeLast(AttemptEnd end)
    {
        if (_phase > UnitPhase.Running) return;
        _end = end;
        if (_phase < UnitPhase.Running) return;
        _phase = UnitPhase.Ending;
        foreach (IActorRef source in _sources) Context.Stop(source);
        _ = _resources.EndReadingAsync();
        _coordinator.Tell(new TakeCheckpoint(CheckpointKind.Final, _stop?.Savepoint, _plan.Dispatcher));
    }

    /// <summary>A job that was to end with a savepoint ends with it or not at all.</summary>
    private void OnLast(CheckpointDone last)
    {
        if (last.SavepointFailure is { } failure)
        {
            _end = AttemptEnd.NoSavepoint;
            _stop?.Refuse(failure);
        }
        else if (last.Stats.Savepoint is not null)
        {
            Context.Parent.Tell(new StopConfirmed());
            _stop?.Reply(last.Stats);
        }
        Close();
    }

    private void FailOnNewSplits(string source)
    {
        Fail(source, new ActorStreamException(
            $"Source {source} has new splits, which a job without checkpoints cannot take in while it runs.", ErrorDomain.User,
            hint: "Run it with 'run', or keep it from looking: 'scan.topic-partition-discovery.interval' = '0'."));
        Close();
    }

    /// <summary>Keeps the first failure, and tells it at once: closing may take its time.</summary>
    private void Fail(string? where, Exception failure)
    {
        if (_failure is not null || _phase >= UnitPhase.Draining) return;
        FirstFailure.Failed first = _resources.Failures.Report(where, failure);
        _failure = first.Where is null ? first.Cause : new OperatorFailedException(first.Where, first.Cause);
        Context.Parent.Tell(new UnitFailing(_failure));
    }

    private void Close()
    {
        if (_phase >= UnitPhase.Draining) return;
        bool drains = _failure is OperatorFailedException { InnerException: EvaluationException };
        if (!drains)
        {
            StopParts();
            return;
        }
        // The rows before the one that failed are on their way to the sinks.
        _phase = UnitPhase.Draining;
        _awaited = 0;
        foreach (CoordinatedSink sink in _made!.Coordinated.SelectMany(s => s.Sinks).Where(s => !s.HoldsBack))
        {
            _awaited++;
            sink.Writer.Tell(new SinkDrain());
        }
        IActorRef self = Self;
        _drainTimer = _plan.Environment.TimeProvider.CreateTimer(
            _ => self.Tell(new DrainedLongEnough()), null, _plan.Options.CloseTimeout, Timeout.InfiniteTimeSpan);
        if (_awaited == 0) StopParts();
    }

    /// <summary>One by one, in the order in which they were made. Turns never wait, so each is gone after the one that it is in; the
    /// calls that they leave under way belong to the resources.</summary>
    private void StopParts()
    {
        _phase = UnitPhase.Stopping;
        foreach (IActorRef part in _order) Context.Stop(part);
        CloseResources();
    }

    private void CloseResources()
    {
        if (_parts.Count > 0) return;
        _phase = UnitPhase.Closing;
        IActorRef self = Self;
        _ = _plan.Dispatcher.Start(async () => self.Tell(new Closed(await _resources.CloseAsync(_failure))));
    }
}
