using ActorStream.Actors;
using ActorStream.Checkpoints;
using ActorStream.Connectors;
using ActorStream.Plan;
using ActorStream.Runtime;
using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace ActorStream.Jobs;

/// <summary>
/// A job from its start to its end, as others see it: what can be read at any time, and the way to its <see cref="JobActor"/>, which
/// writes it.
/// </summary>
internal sealed class Job
{
    private readonly JobOptions _options;
    private readonly ActorSystem _system;
    private readonly Dispatcher _dispatcher;
    private readonly TimeProvider _timeProvider;
    private readonly bool _keepsCheckpoints;
    private readonly TaskCompletionSource _started;
    private readonly TaskCompletionSource<JobStatus> _completion;
    private readonly Dictionary<JobStatus, long> _timestamps = [];
    private volatile JobAttempt? _attempt;

    private Job(JobOptions options, ActorSystem system, TimeProvider timeProvider, bool keepsCheckpoints)
    {
        Id = Guid.NewGuid().ToString("n");
        _options = options with { Owner = $"{options.Node}/{Id}" };
        _system = system;
        _dispatcher = Dispatcher.Of(system);
        _timeProvider = timeProvider;
        _keepsCheckpoints = keepsCheckpoints;
        _started = _dispatcher.CreateCompletion();
        _completion = _dispatcher.CreateCompletion<JobStatus>();
        StartedAtMs = timeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        SetStatus(JobStatus.Created);
    }

    /// <summary>32 hexadecimal digits, as Flink's job ids.</summary>
    public string Id { get; }

    /// <summary>The job's name.</summary>
    public string Name => _options.Name;

    /// <summary>The job's options.</summary>
    public JobOptions Options => _options;

    /// <summary>When it was started, milliseconds since 1970.</summary>
    public long StartedAtMs { get; }

    /// <summary>When it ended, milliseconds since 1970; null while it has not.</summary>
    public long? EndedAtMs { get; private set; }

    /// <summary>Its state.</summary>
    public JobStatus Status { get; private set; }

    /// <summary>When it first came into each state.</summary>
    public IReadOnlyDictionary<JobStatus, long> StatusTimestamps
    {
        get
        {
            lock (_timestamps) return new Dictionary<JobStatus, long>(_timestamps);
        }
    }

    /// <summary>How often it was restarted.</summary>
    public int Restarts { get; private set; }

    /// <summary>Its last failure, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Its checkpoints.</summary>
    public CheckpointHistory Checkpoints { get; } = new();

    /// <summary>The attempt that runs, or the last one that did; null before the first one.</summary>
    public JobAttempt? Attempt => _attempt;

    /// <summary>Runs what waits.</summary>
    public Dispatcher Dispatcher => _dispatcher;

    /// <summary>Completes with the end state.</summary>
    public Task<JobStatus> Completion => _completion.Task;

    /// <summary>Completes when the job first runs; fails with what kept it from that.</summary>
    public Task Started => _started.Task;

    /// <summary>Plans and starts a job.</summary>
    /// <exception cref="ActorStreamException">A connector refuses an option: nothing was started.</exception>
    public static Job Start(
        JobOptions options, LogicalPlan plan, ConnectorEnvironment environment, Func<ICheckpointStore>? storeFactory, CollectSink? collect,
        ILoggerFactory loggers, ActorSystem? system = null)
    {
        Func<JobGraph> makeGraph = () => JobPlanner.Plan(plan, environment, collect is null ? null : () => collect);
        JobGraph first = makeGraph();
        ILogger logger = loggers.CreateLogger("ActorStream.Jobs");
        var job = new Job(options, system ?? Kernel.Shared(loggers), environment.TimeProvider, storeFactory is not null);
        var parts = new JobActorParts
        {
            Job = job, Environment = environment, StoreFactory = storeFactory, Collect = collect, Logger = logger, MakeGraph = makeGraph,
        };
        JobsExtension.Start(job._system, job, Producer.For(() => new JobActor(parts, first)));
        return job;
    }

    /// <summary>Ends the job after a last checkpoint.</summary>
    public void Stop() => JobsExtension.Tell(_system, this, new StopJob());

    /// <summary>Ends the job at once; what came after the last checkpoint is dropped.</summary>
    public void Cancel() => JobsExtension.Tell(_system, this, new CancelJob());

    /// <summary>Takes a savepoint of the running job.</summary>
    public Task<CheckpointStats> SavepointAsync(string name, CancellationToken cancellationToken) =>
        AskAsync("savepoint", new TakeCheckpoint(CheckpointKind.Savepoint, name, _dispatcher), cancellationToken);

    /// <summary>Takes a checkpoint of the running job.</summary>
    public Task<CheckpointStats> CheckpointAsync(bool isFull, CancellationToken cancellationToken) => AskAsync(
        "checkpoint", new TakeCheckpoint(isFull ? CheckpointKind.Full : CheckpointKind.Manual, null, _dispatcher), cancellationToken);

    /// <summary>Ends the job with a savepoint as its last checkpoint. If that fails, the job goes on.</summary>
    public Task<CheckpointStats> StopAsync(string savepoint, CancellationToken cancellationToken) =>
        AskAsync("savepoint", new StopWithSavepoint(savepoint, _dispatcher), cancellationToken);

    /// <summary>Why nothing can be taken of it.</summary>
    internal ActorStreamException NotRunning(string what) => new(
        $"Job \"{Name}\" is {Status.ToString().ToUpperInvariant()}, so no {what} can be taken.", ErrorDomain.External, isTransient: true);

    private Task<CheckpointStats> AskAsync(string what, Question<CheckpointStats> question, CancellationToken cancellationToken)
    {
        if (!_keepsCheckpoints) throw new ActorStreamException(
            $"Job \"{Name}\" keeps no checkpoints, so it has no {what}s.", ErrorDomain.User, hint: "Start it with 'run'.");
        if (IsEnd(Status)) throw NotRunning(what);
        JobsExtension.Tell(_system, this, question);
        // Whoever asks may stop waiting, but the checkpoint goes on: half of one cannot be taken back.
        return question.Answer.WaitAsync(cancellationToken);
    }

    internal void SetAttempt(JobAttempt attempt) => _attempt = attempt;

    internal void SetFailure(Exception? failure) => Failure = failure;

    internal void AddRestart() => Restarts++;

    /// <summary>Goes on to a state. Whoever comes late changes nothing: an ended job stays as it ended, and one that is being cancelled
    /// can only end.</summary>
    internal void SetStatus(JobStatus status)
    {
        lock (_timestamps)
        {
            if (IsEnd(Status) || (Status == JobStatus.Canceling && !IsEnd(status))) return;
            if (Status == JobStatus.Failing && status == JobStatus.Running) return;
            Status = status;
            _timestamps[status] = _timeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        }
    }

    /// <summary>It runs for the first time, or again.</summary>
    internal void Run()
    {
        SetStatus(JobStatus.Running);
        _started.TrySetResult();
    }

    /// <summary>It has ended.</summary>
    internal void End(JobStatus end)
    {
        EndedAtMs = _timeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        SetStatus(end);
        if (end == JobStatus.Failed && Failure is { } failure) _started.TrySetException(failure);
        else _started.TrySetResult();
        _completion.TrySetResult(end);
    }

    /// <summary>Its actor itself has failed.</summary>
    internal void Fail(Exception failure)
    {
        if (_completion.Task.IsCompleted) return;
        Failure = new JobFailedException(Name, null, failure);
        End(JobStatus.Failed);
    }

    private static bool IsEnd(JobStatus status) => status is JobStatus.Finished or JobStatus.Failed or JobStatus.Canceled;
}
