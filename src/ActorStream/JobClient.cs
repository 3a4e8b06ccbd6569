using ActorStream.Checkpoints;
using ActorStream.Jobs;

namespace ActorStream;

/// <summary>A job that was started: watch it, ask it, end it. Thread-safe.</summary>
public sealed class JobClient
{
    private readonly Job _job;

    internal JobClient(Job job) => _job = job;

    /// <summary>32 hexadecimal digits; new at each start.</summary>
    public string Id => _job.Id;

    /// <summary>The name, under which its state is found again.</summary>
    public string Name => _job.Name;

    /// <summary>Its state.</summary>
    public JobStatus Status => _job.Status;

    /// <summary>When it was started, milliseconds since 1970.</summary>
    public long StartedAtMs => _job.StartedAtMs;

    /// <summary>When it ended, milliseconds since 1970; null while it has not.</summary>
    public long? EndedAtMs => _job.EndedAtMs;

    /// <summary>When it last came into each state, milliseconds since 1970.</summary>
    public IReadOnlyDictionary<JobStatus, long> StatusTimestamps => _job.StatusTimestamps;

    /// <summary>How often it was restarted after a failure.</summary>
    public int Restarts => _job.Restarts;

    /// <summary>Its last failure, or null.</summary>
    public Exception? Failure => _job.Failure;

    /// <summary>Time between its checkpoints, or null where it takes only a last one.</summary>
    public TimeSpan? CheckpointInterval => _job.Options.CheckpointInterval;

    /// <summary>Longest time that a checkpoint may take.</summary>
    public TimeSpan CheckpointTimeout => _job.Options.CheckpointTimeout;

    /// <summary>Completes when the job first runs.</summary>
    /// <exception cref="JobFailedException">It failed before.</exception>
    public Task WaitUntilRunningAsync(CancellationToken cancellationToken = default) => _job.Started.WaitAsync(cancellationToken);

    /// <summary>Waits for the job's end.</summary>
    /// <returns><see cref="JobStatus.Finished"/> or <see cref="JobStatus.Canceled"/>.</returns>
    /// <exception cref="JobFailedException">It failed for good.</exception>
    public async Task<JobStatus> WaitAsync(CancellationToken cancellationToken = default)
    {
        JobStatus end = await _job.Completion.WaitAsync(cancellationToken);
        if (end == JobStatus.Failed && _job.Failure is { } failure)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        return end;
    }

    /// <summary>Ends the job after a last checkpoint, and waits for that.</summary>
    public async Task<JobStatus> StopAsync(CancellationToken cancellationToken = default)
    {
        _job.Stop();
        return await WaitAsync(cancellationToken);
    }

    /// <summary>Ends the job at once: what came after its last checkpoint is dropped, and read again at the next start.</summary>
    public async Task CancelAsync(CancellationToken cancellationToken = default)
    {
        _job.Cancel();
        await _job.Completion.WaitAsync(cancellationToken);
    }

    /// <summary>Takes a savepoint.</summary>
    /// <param name="name">Its name; null: the job's name and some digits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ActorStreamException">The job does not run, or keeps no checkpoints.</exception>
    public async Task<CheckpointInfo> TakeSavepointAsync(string? name = null, CancellationToken cancellationToken = default)
    {
        return Info(await _job.SavepointAsync(name ?? NewSavepointName(), cancellationToken));
    }

    /// <summary>Takes a checkpoint beside those of the interval.</summary>
    /// <param name="isFull">Whether it is to hold all state, rather than what changed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ActorStreamException">The job does not run, or keeps no checkpoints.</exception>
    public async Task<CheckpointInfo> TakeCheckpointAsync(bool isFull = false, CancellationToken cancellationToken = default) =>
        Info(await _job.CheckpointAsync(isFull, cancellationToken));

    /// <summary>Ends the job with a savepoint as its last checkpoint, and waits for that. If there can be no savepoint, the job goes
    /// on.</summary>
    /// <param name="name">The savepoint's name; null: the job's name and some digits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ActorStreamException">The savepoint was not taken.</exception>
    public async Task<CheckpointInfo> StopWithSavepointAsync(string? name = null, CancellationToken cancellationToken = default)
    {
        CheckpointInfo savepoint = Info(await _job.StopAsync(name ?? NewSavepointName(), cancellationToken));
        await WaitAsync(cancellationToken);
        return savepoint;
    }

    private string NewSavepointName() => $"{Name}-{Guid.NewGuid().ToString("n")[..12]}";

    /// <summary>Its checkpoints.</summary>
    public CheckpointOverview Checkpoints
    {
        get
        {
            CheckpointHistory history = _job.Checkpoints;
            return new CheckpointOverview(
                history.Completed, history.Failed, history.Restored, history.RestoredSequence, [.. history.Recent.Select(Info)]);
        }
    }

    /// <summary>What it counts.</summary>
    public JobProgress Progress => JobInspection.Progress(_job);

    /// <summary>Its sources, lookup joins and sinks.</summary>
    public Task<IReadOnlyList<JobVertex>> GetVerticesAsync(CancellationToken cancellationToken = default) =>
        JobInspection.VerticesAsync(_job, cancellationToken);

    /// <summary>The caches of its dimension tables.</summary>
    public Task<IReadOnlyList<CacheInfo>> GetCachesAsync(CancellationToken cancellationToken = default) =>
        JobInspection.CachesAsync(_job, cancellationToken);

    /// <summary>The live state of a key's entities, in every operator and shard that knows it.</summary>
    /// <param name="key">The key as text; the parts of a key of several columns are separated by commas.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<IReadOnlyList<EntityInfo>> GetEntitiesAsync(string key, CancellationToken cancellationToken = default) =>
        JobInspection.EntitiesAsync(_job, key, 100, cancellationToken);

    /// <summary>Some entities, most recently used first.</summary>
    /// <param name="limit">How many at most, a shard and operator.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<IReadOnlyList<EntityInfo>> ListEntitiesAsync(int limit, CancellationToken cancellationToken = default) =>
        JobInspection.EntitiesAsync(_job, null, limit, cancellationToken);

    /// <summary>Drops cached dimension rows, so that they are looked up again.</summary>
    /// <param name="table">The dimension table; null: all.</param>
    /// <param name="key">The key as text; null: all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many entries were dropped.</returns>
    public Task<int> InvalidateCacheAsync(string? table, string? key, CancellationToken cancellationToken = default) =>
        JobInspection.InvalidateAsync(_job, table, key, cancellationToken);

    /// <summary>All of its metrics.</summary>
    public Task<IReadOnlyList<MetricSample>> GetMetricsAsync(CancellationToken cancellationToken = default) =>
        JobMetrics.SampleAsync(_job, this, cancellationToken);

    private static CheckpointInfo Info(CheckpointStats stats) => new(
        stats.Sequence, stats.Kind.ToString().ToLowerInvariant(), stats.Status, stats.TriggerTimestampMs,
        (long)stats.Duration.TotalMilliseconds,
        stats.StateBytes, stats.FullStateBytes, stats.EntityRows, stats.Savepoint, stats.Shards, stats.ShardsDone);
}
