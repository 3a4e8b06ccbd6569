using ActorStream.Connectors;
using ActorStream.Runtime;

namespace ActorStream.Checkpoints;

/// <summary>The checkpoint that a coordinator is taking: what has come of it, and what it waits for.</summary>
internal sealed class CheckpointUnderWay
{
    private readonly TimeProvider _timeProvider;
    private readonly HashSet<int> _shards;
    private readonly HashSet<(int Shard, string Sink)> _unprepared = [];
    private readonly HashSet<(int Shard, string Sink)> _uncommitted = [];
    private readonly Dictionary<(int Shard, string Sink), byte[]> _committables = [];

    /// <summary>Begins one.</summary>
    public CheckpointUnderWay(
        CheckpointKind kind, TakeCheckpoint? question, long sequence, TimeProvider timeProvider, IReadOnlyList<CoordinatedShard> shards)
    {
        _timeProvider = timeProvider;
        Question = question;
        Started = timeProvider.GetTimestamp();
        Stats = new CheckpointStats(
            sequence, kind, "IN_PROGRESS", timeProvider.GetUtcNow().ToUnixTimeMilliseconds(), TimeSpan.Zero, 0, 0, 0, question?.Savepoint,
            shards.Count, 0);
        _shards = [.. shards.Select(s => s.Number)];
        foreach (CoordinatedShard shard in shards)
        {
            foreach (CoordinatedSink sink in shard.Sinks) _unprepared.Add((shard.Number, sink.Id));
        }
    }

    /// <summary>Who asked for it, if anybody did.</summary>
    public TakeCheckpoint? Question { get; }

    /// <summary>When it began.</summary>
    public long Started { get; }

    /// <summary>As operations see it.</summary>
    public CheckpointStats Stats { get; private set; }

    /// <summary>Ends the wait for it.</summary>
    public ITimer? Timer { get; set; }

    /// <summary>Whether all shards write all of their state.</summary>
    public bool IsFull => Stats.Savepoint is not null || Stats.Kind == CheckpointKind.Full;

    /// <summary>Why it is not the savepoint that it was to be, or null.</summary>
    public Exception? SavepointFailure { get; set; }

    /// <summary>The shards that write all of their state.</summary>
    public HashSet<int> FullShards { get; } = [];

    /// <summary>What has come from shards, by their numbers.</summary>
    public SortedList<int, ShardSnapshot> ByShard { get; } = [];

    /// <summary>What has come from shards.</summary>
    public IList<ShardSnapshot> Snapshots => ByShard.Values;

    /// <summary>The manifests that were written.</summary>
    public IReadOnlyList<CheckpointManifest> Manifests { get; private set; } = [];

    /// <summary>Whether everything has come.</summary>
    public bool IsComplete => _shards.Count == 0 && _unprepared.Count == 0;

    /// <summary>Whether it is being stored or was.</summary>
    public bool IsCommitting { get; set; }

    /// <summary>Whether it is the current checkpoint.</summary>
    public bool IsCommitted => Stats.Status == "COMPLETED";

    /// <summary>Whether the sinks have done what the commit asks of them.</summary>
    public bool AreSinksCommitted => _uncommitted.Count == 0;

    /// <summary>A shard has handed over its part.</summary>
    public void Add(ShardSnapshot snapshot)
    {
        _shards.Remove(snapshot.Shard);
        ByShard.Add(snapshot.Shard, snapshot);
    }

    /// <summary>A sink has written what is before the barrier.</summary>
    public void Add(SinkPrepared prepared)
    {
        _unprepared.Remove((prepared.Shard, prepared.SinkId));
        if (prepared.Committable is { } data) _committables.Add((prepared.Shard, prepared.SinkId), data);
    }

    /// <summary>A sink has done what the commit asks of it.</summary>
    public void Add(SinkCommitted committed) => _uncommitted.Remove((committed.Shard, committed.SinkId));

    /// <summary>A sink will tell that it has done what the commit asks of it.</summary>
    public void Expect(int shard, string sink) => _uncommitted.Add((shard, sink));

    /// <summary>What a sink must do after the commit, or null.</summary>
    public byte[]? CommittableOf(int shard, string sink) => _committables.GetValueOrDefault((shard, sink));

    /// <summary>What a shard's sinks must do after the commit.</summary>
    public IReadOnlyList<(string SinkId, byte[] Data)> CommittablesOf(int shard) =>
        [.. _committables.Where(c => c.Key.Shard == shard).Select(c => (c.Key.Sink, c.Value)).OrderBy(c => c.Sink, StringComparer.Ordinal)];

    /// <summary>What was written, seen by the coordinator's next turn.</summary>
    public void Stored(IReadOnlyList<CheckpointManifest> manifests, IReadOnlyList<StateSegment> segments)
    {
        Manifests = manifests;
        Stats = Stats with
        {
            StateBytes = segments.Sum(s => (long)s.Data.Length) + manifests.Sum(m => (long)m.Body.Length),
            FullStateBytes = manifests.Sum(m => m.Segments.Sum(s => s.SizeBytes) + m.Body.Length),
            EntityRows = segments.Sum(s => s.RowCount),
        };
    }

    /// <summary>It is the current checkpoint.</summary>
    public CheckpointStats Complete() => End("COMPLETED", Stats.Shards);

    /// <summary>It will not be.</summary>
    public CheckpointStats Fail() => End("FAILED", ByShard.Count);

    private CheckpointStats End(string status, int shardsDone) =>
        Stats = Stats with { Status = status, Duration = _timeProvider.GetElapsedTime(Started), ShardsDone = shardsDone };

    /// <summary>What it waits for, for people.</summary>
    public string Waits(string? store, string commitPoint)
    {
        if (IsCommitting) return store is null ? $"the {commitPoint}" : $"{store} or the {commitPoint}";
        IEnumerable<string> parts = _shards.Order().Select(s => $"shard {s}")
            .Concat(_unprepared.Order().Select(s => $"{s.Sink} of shard {s.Shard}"));
        return string.Join(", ", parts.Take(5));
    }
}
