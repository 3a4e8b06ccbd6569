using ActorStream.Actors;
using ActorStream.Checkpoints;
using ActorStream.Connectors;
using ActorStream.Diagnostics;
using ActorStream.Runtime;
using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace ActorStream.Jobs;

/// <summary>Asks a job to end after a last checkpoint.</summary>
internal sealed record StopJob;

/// <summary>Asks a job to end at once.</summary>
internal sealed record CancelJob;

/// <summary>What a <see cref="JobActor"/> is made of.</summary>
internal sealed class JobActorParts
{
    /// <summary>What others see of the job.</summary>
    public required Job Job { get; init; }

    /// <summary>What connectors share.</summary>
    public required ConnectorEnvironment Environment { get; init; }

    /// <summary>Opens the store of checkpoints, once for each attempt; null: none are kept.</summary>
    public required Func<ICheckpointStore>? StoreFactory { get; init; }

    /// <summary>Where a SELECT's rows go, or null.</summary>
    public required CollectSink? Collect { get; init; }

    /// <summary>Plans anew.</summary>
    public required Func<JobGraph> MakeGraph { get; init; }

    public required ILogger Logger { get; init; }
}

/// <summary>
/// A job: attempts at running its plan, with the restart strategy's pauses between them. Each attempt plans anew and recovers from the
/// last commit.
/// </summary>
internal sealed class JobActor : EngineActor
{
    /// <summary>How often in a row a job that was overtaken goes on whatever its restart strategy says: it did nothing wrong.</summary>
    private const int MaxOvertaken = 3;

    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(1);

    /// <summary>How long a job that is to start waits for what another process holds before it gives up.</summary>
    private static readonly TimeSpan LockPatience = TimeSpan.FromMinutes(10);

    private readonly JobActorParts _parts;
    private readonly Job _job;
    private readonly RestartCounter _restarts;
    private readonly JobGraph _first;
    private string? _savepoint;
    private bool _isFresh;
    private IActorRef? _unit;
    private UnitResources? _resources;
    private IReadOnlyDictionary<int, long>? _held;
    private readonly long _began;
    private int _overtaken;
    private UnitEnded? _ended;
    private ITimer? _pause;
    private bool _isStopping;
    private bool _isCanceling;
    private bool _hasRun;

    /// <summary>Makes the actor.</summary>
    /// <param name="parts">What it is made of.</param>
    /// <param name="first">The graph of its first attempt.</param>
    public JobActor(JobActorParts parts, JobGraph first)
    {
        _parts = parts;
        _job = parts.Job;
        _first = first;
        _savepoint = _job.Options.Savepoint;
        _isFresh = _job.Options.IsFresh;
        _began = parts.Environment.TimeProvider.GetTimestamp();
        _restarts = _job.Options.RestartStrategy.Start(parts.Environment.TimeProvider);
    }

    private sealed record Restart;

    private sealed record UnitClosed(Exception Failure);

    /// <summary>A unit whose own actor fails leaves what it has opened to its parent.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new FirstCauseStrategy((_, failure) =>
        _ended ??= new UnitEnded(null, failure));

    protected override void PreStart() => StartUnit(_first);

    protected override void PostStop() => _pause?.Dispose();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case UnitRunning:
                _hasRun = true;
                _job.Run();
                Log.JobRuns(_parts.Logger, _job.Name, _job.Id);
                break;
            case UnitFailing failing:
                OnUnitFailing(failing.Cause);
                break;
            case UnitEnded ended:
                _ended = ended;
                _held = _resources!.Recovery?.Epochs ?? _held;
                _resources = null;
                break;
            case Terminated:
                OnUnitGone();
                break;
            case UnitClosed closed:
                OnUnitEnded(new UnitEnded(null, closed.Failure));
                break;
            case Restart:
                TryAgain();
                break;
            case StopJob:
                Log.JobToStop(_parts.Logger, _job.Name);
                _isStopping = true;
                if (_unit is not null) _unit.Tell(new StopUnit());
                else if (_pause is not null) End(JobStatus.Canceled);
                break;
            case StopConfirmed:
                _isStopping = true;
                break;
            case CancelJob:
                Log.JobToCancel(_parts.Logger, _job.Name);
                _isCanceling = true;
                _job.SetStatus(JobStatus.Canceling);
                if (_unit is not null) _unit.Tell(new CancelUnit());
                else if (_pause is not null) End(JobStatus.Canceled);
                break;
            case TakeCheckpoint or StopWithSavepoint:
                OnQuestion((IQuestion)message);
                break;
        }
    }

    private void OnQuestion(IQuestion question)
    {
        if (_unit is null)
        {
            question.Refuse(_job.NotRunning(question is TakeCheckpoint { Savepoint: null } ? "checkpoint" : "savepoint"));
            return;
        }
        if (question is StopWithSavepoint) Log.JobToStop(_parts.Logger, _job.Name);
        _unit.Forward(question);
    }

    /// <summary>A failure is told when it happens: what is closed after it may take its time.</summary>
    private void OnUnitFailing(Exception cause)
    {
        if (_isCanceling) return;
        _job.SetFailure(Wrap(cause));
        _job.SetStatus(JobStatus.Failing);
        // Before a job has run, its failure is the answer to its start.
        if (_hasRun) Log.JobFails(_parts.Logger, _job.Name, _job.Failure!.Message);
    }

    private void StartUnit(JobGraph graph)
    {
        var plan = new UnitPlan
        {
            Options = _job.Options, Graph = graph, Environment = _parts.Environment, StoreFactory = _parts.StoreFactory,
            History = _job.Checkpoints, Savepoint = _savepoint, IsFresh = _isFresh, Held = _held, Dispatcher = _job.Dispatcher,
            Logger = _parts.Logger,
        };
        var attempt = new JobAttempt(graph, _job.Dispatcher);
        var resources = new UnitResources(plan);
        _job.SetAttempt(attempt);
        _ended = null;
        _resources = resources;
        _unit = Context.Watch(Context.ActorOf(Producer.For(() => new UnitActor(plan, attempt, resources)), "unit-0"));
        if (_isStopping) _unit.Tell(new StopUnit());
    }

    private void OnUnitGone()
    {
        _unit = null;
        if (_resources is not { } left)
        {
            OnUnitEnded(_ended!);
            return;
        }
        _held = left.Recovery?.Epochs ?? _held;
        _resources = null;
        IActorRef self = Self;
        Exception failure = _ended?.Failure ?? new ActorStoppedException("unit-0");
        _ = _job.Dispatcher.Start(async () => self.Tell(new UnitClosed((await left.CloseAsync(failure))!)));
    }

    private void OnUnitEnded(UnitEnded ended)
    {
        bool neverRan = !_hasRun;
        if (ended.Failure is { } failure)
        {
            _job.SetFailure(Wrap(failure));
            LogOwnership(failure);
        }
        if (ended.Failure is null || _job.Attempt is { HasCommitted: true }) (_savepoint, _isFresh, _overtaken) = (null, false, 0);
        _job.Attempt!.Release();
        switch (ended)
        {
            case { Failure: { } cause }:
                if (cause is not JobOvertakenException) _overtaken = 0;
                // A job that never ran is told of at once: a broker or table that is not there is its user's to see to. But what another
                // process holds, such as the lock of a file, comes free when that ends, and somebody may just be ending it.
                TimeSpan? delay = _isCanceling ? null
                    : neverRan && IsLocked(cause) && _parts.Environment.TimeProvider.GetElapsedTime(_began) < LockPatience ? ShortPause
                    : cause is JobOvertakenException && ++_overtaken <= MaxOvertaken ? ShortPause
                    : neverRan || IsFinal(cause) ? null
                    : _restarts.NextDelay();
                if (delay is { } pause) Pause(pause);
                else End(_isCanceling ? JobStatus.Canceled : JobStatus.Failed);
                break;
            case { End: AttemptEnd.FoundSplits or AttemptEnd.NoSavepoint or AttemptEnd.Canceled } when _isCanceling:
                End(JobStatus.Canceled);
                break;
            case { End: AttemptEnd.FoundSplits or AttemptEnd.NoSavepoint } when !_isStopping:
                if (ended.End == AttemptEnd.FoundSplits) Log.JobTakesNewSplits(_parts.Logger, _job.Name);
                else Log.JobKeptFromStopping(_parts.Logger, _job.Name);
                _job.SetStatus(JobStatus.Restarting);
                TryAgain();
                break;
            default:
                End(JobStatus.Finished);
                break;
        }
    }

    private void Pause(TimeSpan delay)
    {
        _job.AddRestart();
        _job.SetStatus(JobStatus.Restarting);
        Log.JobRestarts(_parts.Logger, _job.Failure!, _job.Name, _job.Restarts, (long)delay.TotalMilliseconds, _job.Failure!.Message);
        if (_isStopping)
        {
            End(JobStatus.Canceled);
            return;
        }
        IActorRef self = Self;
        _pause = _parts.Environment.TimeProvider.CreateTimer(_ => self.Tell(new Restart()), null, delay, Timeout.InfiniteTimeSpan);
    }

    private void TryAgain()
    {
        _pause?.Dispose();
        _pause = null;
        try
        {
            StartUnit(_parts.MakeGraph());
        }
        catch (ActorStreamException refused)
        {
            _job.SetFailure(refused);
            End(JobStatus.Failed);
        }
    }

    private void End(JobStatus end)
    {
        _pause?.Dispose();
        Exception? failure = end == JobStatus.Failed ? _job.Failure : null;
        _parts.Collect?.Complete(failure);
        if (failure is not null) Log.JobFailed(_parts.Logger, failure, _job.Name, failure.Message);
        else Log.JobEnded(_parts.Logger, _job.Name, end.ToString().ToUpperInvariant());
        _job.End(end);
        Context.Stop(Self);
    }

    /// <summary>What it was that told of another owner is behind the failure.</summary>
    private void LogOwnership(Exception failure)
    {
        Exception cause = OperatorFailedException.Cause(failure);
        string reason = (cause.InnerException ?? cause).Message;
        if (cause is JobFencedException) Log.JobTakenOver(_parts.Logger, _job.Name, reason);
        else if (cause is JobOvertakenException) Log.JobOvertaken(_parts.Logger, _job.Name, reason);
    }

    private JobFailedException Wrap(Exception failure) => failure is OperatorFailedException { InnerException: { } cause } located
        ? new JobFailedException(_job.Name, located.Where, cause)
        : new JobFailedException(_job.Name, null, failure);

    private static bool IsLocked(Exception failure) => OperatorFailedException.Cause(failure) is ConnectorException { IsLocked: true };

    /// <summary>Failures that a restart would only repeat, or that mean another process owns the job.</summary>
    private static bool IsFinal(Exception failure)
    {
        return OperatorFailedException.Cause(failure) is JobFencedException or StaleOwnerException or StateException
            or ConnectorException { IsTransient: false } or ActorStreamException { Domain: ErrorDomain.User };
    }
}
