using ActorStream.Actors;
using ActorStream.Runtime;
using Akka.Actor;

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

/// <summary>A shard as others see it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Metrics">What it counts.</param>
/// <param name="Actor">Where questions to it go.</param>
/// <param name="Shard">The shard, which is its actor's alone while that lives.</param>
internal sealed record AttemptShard(int Number, ShardMetrics Metrics, IActorRef Actor, Shard Shard);

/// <summary>One attempt at running a job, as others see it: written by its <see cref="UnitActor"/>, read at any time.</summary>
internal sealed class JobAttempt(JobGraph graph, Dispatcher dispatcher)
{
    private readonly TaskCompletionSource _running = dispatcher.CreateCompletion();
    private volatile IReadOnlyList<AttemptShard> _shards = [];
    private volatile IReadOnlyDictionary<string, LookupMetrics> _lookups = new Dictionary<string, LookupMetrics>();
    private volatile AttemptSummary? _summary;
    private volatile bool _hasCommitted;

    /// <summary>The graph that runs.</summary>
    public JobGraph Graph => graph;

    /// <summary>Completes when the attempt has recovered and its sources are being read.</summary>
    public Task Running => _running.Task;

    /// <summary>The shards, once there are any.</summary>
    public IReadOnlyList<AttemptShard> Shards => _shards;

    /// <summary>What it had counted when it ended; null before.</summary>
    public AttemptSummary? Summary => _summary;

    /// <summary>Counters of each lookup join, by its id.</summary>
    public IReadOnlyDictionary<string, LookupMetrics> Lookups => _lookups;

    /// <summary>Whether a checkpoint of this attempt was committed.</summary>
    public bool HasCommitted => _hasCommitted;

    /// <summary>Its parts are there.</summary>
    public void Start(IReadOnlyList<AttemptShard> shards, IReadOnlyDictionary<string, LookupMetrics> lookups) =>
        (_shards, _lookups) = (shards, lookups);

    /// <summary>It runs.</summary>
    public void Run() => _running.TrySetResult();

    /// <summary>A checkpoint was committed.</summary>
    public void Commit() => _hasCommitted = true;

    /// <summary>Lets go of the shards of an attempt whose actors are gone, and with them of their caches; what they counted is kept.
    /// </summary>
    public void Release()
    {
        _summary = AttemptSummary.Of(_shards);
        _shards = [];
    }

    /// <summary>It has ended.</summary>
    public void End() => _running.TrySetCanceled(CancellationToken.None);
}
