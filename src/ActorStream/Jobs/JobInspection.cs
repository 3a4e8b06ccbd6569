using ActorStream.Actors;
using ActorStream.Operators;
using ActorStream.Plan;
using ActorStream.Runtime;

namespace ActorStream.Jobs;

/// <summary>Asks a job's shards, each on its own turn, and puts their answers together.</summary>
internal static class JobInspection
{
    /// <summary>What the job counts.</summary>
    public static JobProgress Progress(Job job) =>
        job.Attempt?.Summary?.Progress ?? Progress((job.Attempt?.Shards ?? []).Select(s => s.Metrics));

    /// <summary>What shards count.</summary>
    public static JobProgress Progress(IEnumerable<ShardMetrics> shards)
    {
        long rowsIn = 0, rowsOut = 0, letters = 0;
        long? lag = null, newest = null;
        foreach (ShardMetrics metrics in shards)
        {
            rowsIn += metrics.RowsIn;
            rowsOut += metrics.RowsOut;
            letters += metrics.DeadLetters;
            if (metrics.Lag >= 0) lag = (lag ?? 0) + metrics.Lag;
            if (metrics.NewestTimestampMs >= 0) newest = Math.Max(newest ?? 0, metrics.NewestTimestampMs);
        }
        return new JobProgress(rowsIn, rowsOut, letters, lag, newest);
    }

    /// <summary>The job's sources, lookup joins and sinks.</summary>
    public static async Task<IReadOnlyList<JobVertex>> VerticesAsync(Job job, CancellationToken cancellationToken)
    {
        if (job.Attempt is not { } attempt) return [];
        IReadOnlyDictionary<string, (long In, long Out, int Shards)> rows =
            attempt.Summary?.Rows ?? Sum((await AskAsync(job, attempt, Count, cancellationToken)).SelectMany(a => a));
        var vertices = new List<JobVertex>();
        foreach (GraphSource source in attempt.Graph.Sources) Add(source.Node, source.Source.Description, "source");
        foreach (GraphLookup lookup in attempt.Graph.Lookups) Add(lookup.Node, lookup.Table.Description, "lookup-join");
        foreach (GraphSink sink in attempt.Graph.Sinks) Add(sink.Node, sink.Sink.Description, "sink");
        return vertices;

        void Add(LogicalNode node, string name, string kind)
        {
            string id = attempt.Graph.Ids[node];
            (long rowsIn, long rowsOut, int shards) = rows.GetValueOrDefault(id);
            vertices.Add(new JobVertex(id, name, kind, shards, rowsIn, rowsOut, InputsOf(attempt.Graph, node)));
        }
    }

    /// <summary>The sources and lookup joins whose rows come to a node without passing another one.</summary>
    private static List<string> InputsOf(JobGraph graph, LogicalNode node)
    {
        var found = new List<string>();
        var seen = new HashSet<LogicalNode>(ReferenceEqualityComparer.Instance);
        var open = new Stack<LogicalNode>(node.Inputs.Reverse());
        while (open.TryPop(out LogicalNode? next))
        {
            if (!seen.Add(next)) continue;
            if (next is SourceNode or LookupJoinNode) found.Add(graph.Ids[next]);
            else foreach (LogicalNode input in next.Inputs.Reverse()) open.Push(input);
        }
        return found;
    }

    /// <summary>The caches of all dimension tables.</summary>
    public static async Task<IReadOnlyList<CacheInfo>> CachesAsync(Job job, CancellationToken cancellationToken)
    {
        if (job.Attempt is not { } attempt) return [];
        IReadOnlyList<List<CacheInfo>> answers = await AskAsync(job, attempt, Caches, cancellationToken);
        return [.. answers.SelectMany(a => a).GroupBy(c => c.Operator, StringComparer.Ordinal).Select(Sum)];
    }

    /// <summary>Entities of a key, or the most recently used ones.</summary>
    public static async Task<IReadOnlyList<EntityInfo>> EntitiesAsync(Job job, string? key, int limit, CancellationToken cancellationToken)
    {
        if (job.Attempt is not { } attempt) return [];
        IReadOnlyList<List<EntityInfo>> answers = await AskAsync(job, attempt, shard => Entities(shard, key, limit),
            cancellationToken);
        return [.. answers.SelectMany(a => a)];
    }

    /// <summary>Drops cached rows.</summary>
    public static async Task<int> InvalidateAsync(Job job, string? table, string? key, CancellationToken cancellationToken)
    {
        if (job.Attempt is not { } attempt) return 0;
        if (table is not null && !attempt.Graph.Lookups.Any(l => l.Node.Table.Name == table)) throw new ActorStreamException(
            $"Job \"{job.Name}\" has no dimension table \"{table}\".", ErrorDomain.User,
            hint: $"It has: {string.Join(", ", attempt.Graph.Lookups.Select(l => l.Node.Table.Name))}.");
        return (await AskAsync(job, attempt, shard => shard.Operators.Sum(o => o.Invalidate(table, key)), cancellationToken)).Sum();
    }

    private static async Task<IReadOnlyList<T>> AskAsync<T>(Job job, JobAttempt attempt, Func<Shard, T> question,
        CancellationToken cancellationToken)
    {
        var answers = new List<Task<object?>>();
        foreach (AttemptShard shard in attempt.Shards)
            answers.Add(new ShardQuestion(s => question(s), job.Dispatcher).AskAsync(shard.Actor, cancellationToken));
        try
        {
            return [.. (await Task.WhenAll(answers)).Select(a => (T)a!)];
        }
        catch (ActorStoppedException)
        {
            // The attempt ended meanwhile, and its state with it.
            return [];
        }
    }

    /// <summary>Rows in and out by operator. On the shard's turn, or when it has none any more.</summary>
    public static List<(string Id, long In, long Out)> Count(Shard shard) =>
        [.. shard.Operators.Select(o => (o.Id, o.RowsIn, o.RowsOut))];

    /// <summary>The counts of all shards by operator.</summary>
    public static IReadOnlyDictionary<string, (long In, long Out, int Shards)> Sum(IEnumerable<(string Id, long In, long Out)> counts)
    {
        var rows = new Dictionary<string, (long In, long Out, int Shards)>(StringComparer.Ordinal);
        foreach ((string id, long rowsIn, long rowsOut) in counts)
        {
            (long In, long Out, int Shards) sum = rows.GetValueOrDefault(id);
            rows[id] = (sum.In + rowsIn, sum.Out + rowsOut, sum.Shards + 1);
        }
        return rows;
    }

    private static List<CacheInfo> Caches(Shard shard) => [.. shard.Operators.Select(o => o.Cache).OfType<CacheInfo>()];

    private static List<EntityInfo> Entities(Shard shard, string? key, int limit)
    {
        var query = new EntityQuery(key, limit, shard.Number, shard.NowMs);
        var found = new List<EntityInfo>();
        foreach (Operator op in shard.Operators) op.FindEntities(query, found);
        return found;
    }

    private static CacheInfo Sum(IEnumerable<CacheInfo> shards) => shards.Aggregate((a, b) => a with
    {
        Entries = a.Entries + b.Entries,
        Hits = a.Hits + b.Hits,
        Misses = a.Misses + b.Misses,
        Loads = a.Loads + b.Loads,
        Evictions = a.Evictions + b.Evictions,
        Expirations = a.Expirations + b.Expirations,
        StaleServes = a.StaleServes + b.StaleServes,
        WaitingRows = a.WaitingRows + b.WaitingRows,
        SizeBytes = a.SizeBytes + b.SizeBytes,
        OldestLoadedAtMs = a.OldestLoadedAtMs is null ? b.OldestLoadedAtMs
            : b.OldestLoadedAtMs is null ? a.OldestLoadedAtMs : Math.Min(a.OldestLoadedAtMs.Value, b.OldestLoadedAtMs.Value),
    });
}
