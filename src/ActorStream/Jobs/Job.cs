using ActorStream.Actors;
using ActorStream.Checkpoints;
using ActorStream.Connectors;
using ActorStream.Diagnostics;
using ActorStream.Plan;
using ActorStream.Runtime;
using Microsoft.Extensions.Logging;

namespace ActorStream.Jobs;

/// <summary>
/// A job from its start to its end: attempts at running its plan, with the restart strategy's pauses between them. Each attempt plans
/// anew and recovers from the last commit.
/// </summary>
internal sealed class Job
{
    /// <summary>How long the store is asked who owns the job before its answer is done without.</summary>
    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(10);

    /// <summary>How often in a row a job that was overtaken goes on whatever its restart strategy says: it did nothing wrong.</summary>
    private const int MaxOvertaken = 3;

    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(1);

    /// <summary>How long a job that is to start waits for what another process holds before it gives up.</summary>
    private static readonly TimeSpan LockPatience = TimeSpan.FromMinutes(10);

    private readonly JobOptions _options;
    private readonly LogicalPlan _plan;
    private readonly ConnectorEnvironment _environment;
    private readonly Func<ICheckpointStore>? _storeFactory;
    private readonly ILogger _logger;
    private readonly CollectSink? _collect;
    private readonly CancellationTokenSource _cancel = new();
    private readonly Dispatcher _dispatcher;
    private readonly TaskCompletionSource _started;
    private readonly Task<JobStatus> _completion;
    private readonly Dictionary<JobStatus, long> _timestamps = [];
    private IReadOnlyDictionary<int, long>? _held;
    private volatile JobAttempt? _attempt;
    private volatile bool _stopRequested;

    private Job(
        JobOptions options, LogicalPlan plan, ConnectorEnvironment environment, Func<ICheckpointStore>? storeFactory, CollectSink? collect,
        ILogger logger, Dispatcher dispatcher)
    {
        Id = Guid.NewGuid().ToString("n");
        _options = options with { Owner = $"{options.Node}/{Id}" };
        _plan = plan;
        _environment = environment;
        _storeFactory = storeFactory;
        _collect = collect;
        _logger = logger;
        _dispatcher = dispatcher;
        _started = dispatcher.CreateCompletion();
        StartedAtMs = environment.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        SetStatus(JobStatus.Created);
        JobGraph first = PlanGraph();
        _completion = dispatcher.Start<JobStatus>(() => RunAsync(first));
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

    /// <summary>The attempt that runs, or null between attempts.</summary>
    public JobAttempt? Attempt => _attempt;

    /// <summary>Completes with the end state.</summary>
    public Task<JobStatus> Completion => _completion;

    /// <summary>Completes when the job first runs; fails with what kept it from that.</summary>
    public Task Started => _started.Task;

    /// <summary>Plans and starts a job.</summary>
    /// <exception cref="ActorStreamException">A connector refuses an option: nothing was started.</exception>
    public static Job Start(
        JobOptions options, LogicalPlan plan, ConnectorEnvironment environment, Func<ICheckpointStore>? storeFactory, CollectSink? collect,
        ILoggerFactory loggers, Dispatcher? dispatcher = null) =>
        new(options, plan, environment, storeFactory, collect, loggers.CreateLogger("ActorStream.Jobs"),
            dispatcher ?? Dispatcher.ThreadPool);

    /// <summary>Ends the job after a last checkpoint.</summary>
    public void Stop()
    {
        Log.JobToStop(_logger, Name);
        _stopRequested = true;
        _attempt?.RequestStop();
    }

    /// <summary>Ends the job at once; what came after the last checkpoint is dropped.</summary>
    public void Cancel()
    {
        Log.JobToCancel(_logger, Name);
        SetStatus(JobStatus.Canceling);
        _cancel.Cancel();
    }

    /// <summary>Takes a savepoint of the running job.</summary>
    public async Task<CheckpointStats> SavepointAsync(string name, CancellationToken cancellationToken)
    {
        return await AttemptThatKeeps("savepoint").CheckpointAsync(CheckpointKind.Savepoint, name, cancellationToken);
    }

    /// <summary>Takes a checkpoint of the running job.</summary>
    public async Task<CheckpointStats> CheckpointAsync(bool isFull, CancellationToken cancellationToken)
    {
        return await AttemptThatKeeps("checkpoint")
            .CheckpointAsync(isFull ? CheckpointKind.Full : CheckpointKind.Manual, null, cancellationToken);
    }

    /// <summary>Ends the job with a savepoint as its last checkpoint. If that fails, the job goes on.</summary>
    public async Task<CheckpointStats> StopAsync(string savepoint, CancellationToken cancellationToken)
    {
        JobAttempt attempt = AttemptThatKeeps("savepoint");
        Log.JobToStop(_logger, Name);
        CheckpointStats last = await attempt.StopAsync(savepoint, cancellationToken);
        // An attempt that fails behind its last checkpoint has no successor.
        _stopRequested = true;
        return last;
    }

    private JobAttempt AttemptThatKeeps(string what)
    {
        if (_storeFactory is null) throw new ActorStreamException(
            $"Job \"{Name}\" keeps no checkpoints, so it has no {what}s.", ErrorDomain.User, hint: "Start it with 'run'.");
        return (IsEnd(Status) ? null : _attempt) ?? throw new ActorStreamException(
            $"Job \"{Name}\" is {Status.ToString().ToUpperInvariant()}, so no {what} can be taken.", ErrorDomain.External,
            isTransient: true);
    }

    private JobGraph PlanGraph() => JobPlanner.Plan(_plan, _environment, _collect is null ? null : () => _collect);

    private async Task<JobStatus> RunAsync(JobGraph graph)
    {
        RestartCounter restarts = _options.RestartStrategy.Start(_environment.TimeProvider);
        string? savepoint = _options.Savepoint;
        bool isFresh = _options.IsFresh;
        int overtaken = 0;
        long began = _environment.TimeProvider.GetTimestamp();
        JobStatus end;
        while (true)
        {
            try
            {
                AttemptEnd ended = await AttemptAsync(graph, savepoint, isFresh);
                if (ended is not (AttemptEnd.FoundSplits or AttemptEnd.NoSavepoint))
                {
                    end = ended == AttemptEnd.Canceled ? JobStatus.Canceled : JobStatus.Finished;
                    break;
                }
                (savepoint, isFresh) = (null, false);
                if (ended == AttemptEnd.FoundSplits) Log.JobTakesNewSplits(_logger, Name);
                else Log.JobKeptFromStopping(_logger, Name);
                SetStatus(JobStatus.Restarting);
                graph = PlanGraph();
            }
#pragma warning disable CA1031 // The job's boundary: every failure ends in a restart or in the job's failure.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                Failure = Wrap(failure);
                LogOwnership(failure);
                if (_attempt is { HasCommitted: true }) (savepoint, isFresh, overtaken) = (null, false, 0);
                // A job that never ran is told of at once: a broker or table that is not there is its user's to see to. But what another
                // process holds, such as the lock of a file, comes free when that ends, and somebody may just be ending it.
                bool neverRan = !_started.Task.IsCompletedSuccessfully && _attempt is not { Running.IsCompletedSuccessfully: true };
                _attempt = null;
                if (failure is not JobOvertakenException) overtaken = 0;
                TimeSpan? delay = _cancel.IsCancellationRequested ? null
                    : neverRan && IsLocked(failure) && _environment.TimeProvider.GetElapsedTime(began) < LockPatience ? ShortPause
                    : failure is JobOvertakenException && ++overtaken <= MaxOvertaken ? ShortPause
                    : neverRan || IsFinal(failure) ? null
                    : restarts.NextDelay();
                if (delay is null)
                {
                    end = _cancel.IsCancellationRequested ? JobStatus.Canceled : JobStatus.Failed;
                    break;
                }
                Restarts++;
                SetStatus(JobStatus.Restarting);
                Log.JobRestarts(_logger, Failure, Name, Restarts, (long)delay.Value.TotalMilliseconds, Failure.Message);
                if (!await PauseAsync(delay.Value))
                {
                    end = JobStatus.Canceled;
                    break;
                }
                try
                {
                    graph = PlanGraph();
                }
                catch (ActorStreamException refused)
                {
                    Failure = refused;
                    end = JobStatus.Failed;
                    break;
                }
            }
        }
        return End(end);
    }

    /// <summary>Runs one attempt at a graph, and closes that.</summary>
    private async Task<AttemptEnd> AttemptAsync(JobGraph graph, string? savepoint, bool isFresh)
    {
        ICheckpointStore? store = null;
        return await Closing.AfterAsync(
            () => AttemptAsync(graph, store = _storeFactory?.Invoke(), savepoint, isFresh),
            graph.DisposeAsync, () => store?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task<AttemptEnd> AttemptAsync(JobGraph graph, ICheckpointStore? store, string? savepoint, bool isFresh)
    {
        var attempt = new JobAttempt(_options, graph, _environment, store, Checkpoints, savepoint, isFresh, _held, _dispatcher, _logger)
        {
            OnFailure = OnFailure,
        };
        _attempt = attempt;
        if (_stopRequested) attempt.RequestStop();
        Task announced = AnnounceAsync(attempt);
        try
        {
            // What the attempt's end is taken for comes after what its running was.
            return await Closing.AfterAsync(() => attempt.RunAsync(_cancel.Token), () => new ValueTask(announced));
        }
        catch (Exception failure) when (store is not null && attempt.Epochs is { Count: > 0 } && !_cancel.IsCancellationRequested)
        {
            await BlameAsync(failure, store, attempt.Epochs);
            throw;
        }
        finally
        {
            _held = attempt.Epochs;
        }
    }

    /// <summary>
    /// Who is replaced may meet anything first: a fenced transaction, a checkpoint that is gone, an offset that was moved. So whatever
    /// an attempt failed of, the store is asked whether another process owns the job by now; and only its word is believed, because the
    /// log fences also whoever stood still for too long, or was overtaken by a start that came before its own.
    /// </summary>
    /// <exception cref="JobFencedException">Another process has taken over.</exception>
    /// <exception cref="JobOvertakenException">The log says so, but the store does not.</exception>
    private async Task BlameAsync(Exception failure, ICheckpointStore store, IReadOnlyDictionary<int, long> epochs)
    {
        bool isTakenOver = Cause(failure) is StaleOwnerException;
        try
        {
            using var patience = new CancellationTokenSource(StorePatience, _environment.TimeProvider);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(_cancel.Token, patience.Token);
            isTakenOver |= await JobRecovery.IsTakenOverAsync(store, _options, epochs, both.Token);
        }
        catch (Exception unknown) when (unknown is ActorStreamException or OperationCanceledException)
        {
            // The next attempt asks again before it takes anything.
        }
        if (isTakenOver) throw new JobFencedException(_options.Identity, failure);
        if (Cause(failure) is JobFencedException or ConnectorException { IsFenced: true })
            throw new JobOvertakenException(_options.Identity, failure);
    }

    /// <summary>A failure is told when it happens: what is closed after it may take its time.</summary>
    private void OnFailure(Exception failure)
    {
        if (_cancel.IsCancellationRequested) return;
        Failure = Wrap(failure);
        SetStatus(JobStatus.Failing);
        // Before a job has run, its failure is the answer to its start.
        if (_started.Task.IsCompletedSuccessfully) Log.JobFails(_logger, Name, Failure.Message);
    }

    /// <summary>What it was that told of another owner is behind the failure.</summary>
    private void LogOwnership(Exception failure)
    {
        Exception cause = Cause(failure);
        string reason = (cause.InnerException ?? cause).Message;
        if (cause is JobFencedException) Log.JobTakenOver(_logger, Name, reason);
        else if (cause is JobOvertakenException) Log.JobOvertaken(_logger, Name, reason);
    }

    private async Task AnnounceAsync(JobAttempt attempt)
    {
        try
        {
            await attempt.Running;
        }
        catch (OperationCanceledException)
        {
            return;
        }
        SetStatus(JobStatus.Running);
        Log.JobRuns(_logger, Name, Id);
        _started.TrySetResult();
    }

    private async Task<bool> PauseAsync(TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, _environment.TimeProvider, _cancel.Token);
            return !_stopRequested;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private JobStatus End(JobStatus end)
    {
        _attempt?.Release();
        EndedAtMs = _environment.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        SetStatus(end);
        Exception? failure = end == JobStatus.Failed ? Failure : null;
        _collect?.Complete(failure);
        if (failure is not null)
        {
            Log.JobFailed(_logger, failure, Name, failure.Message);
            _started.TrySetException(failure);
        }
        else
        {
            Log.JobEnded(_logger, Name, end.ToString().ToUpperInvariant());
            _started.TrySetResult();
        }
        return end;
    }

    /// <summary>Goes on to a state. Whoever comes late changes nothing: an ended job stays as it ended, and one that is being cancelled
    /// can only end.</summary>
    private void SetStatus(JobStatus status)
    {
        lock (_timestamps)
        {
            if (IsEnd(Status) || (Status == JobStatus.Canceling && !IsEnd(status))) return;
            if (Status == JobStatus.Failing && status == JobStatus.Running) return;
            Status = status;
            _timestamps[status] = _environment.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        }
    }

    private static bool IsEnd(JobStatus status) => status is JobStatus.Finished or JobStatus.Failed or JobStatus.Canceled;

    private JobFailedException Wrap(Exception failure) => failure is OperatorFailedException { InnerException: { } cause } located
        ? new JobFailedException(Name, located.Where, cause)
        : new JobFailedException(Name, null, failure);

    private static Exception Cause(Exception failure) =>
        failure is OperatorFailedException { InnerException: { } inner } ? inner : failure;

    private static bool IsLocked(Exception failure) => Cause(failure) is ConnectorException { IsLocked: true };

    /// <summary>Failures that a restart would only repeat, or that mean another process owns the job.</summary>
    private static bool IsFinal(Exception failure)
    {
        return Cause(failure) is JobFencedException or StaleOwnerException or StateException or ConnectorException { IsTransient: false }
            or ActorStreamException { Domain: ErrorDomain.User };
    }
}
