using ActorStream.Connectors;
using ActorStream.Plan;

namespace ActorStream.Jobs;

/// <summary>A source of a job.</summary>
/// <param name="Id">Its place in the plan, the same after a restart with the same script.</param>
/// <param name="Node">The plan's node.</param>
/// <param name="Source">The source, opened by the attempt that runs it.</param>
internal sealed record GraphSource(string Id, LogicalNode Node, ISource Source);

/// <summary>A sink of a job.</summary>
internal sealed record GraphSink(string Id, LogicalNode Node, ISink Sink, string Name);

/// <summary>A lookup join of a job.</summary>
internal sealed record GraphLookup(string Id, LookupJoinNode Node, LookupTable Table);

/// <summary>
/// What one attempt at a job runs: the plan with its sources, sinks and lookups made but not opened. Disposing of it closes them.
/// </summary>
internal sealed record JobGraph(
    LogicalPlan Plan, IReadOnlyList<GraphSource> Sources, IReadOnlyList<GraphSink> Sinks, IReadOnlyList<GraphLookup> Lookups)
        : IAsyncDisposable
{
    /// <summary>True where an operator counts over all rows of the job, which then runs in one shard.</summary>
    public bool NeedsSingleShard => Nodes().Any(n => n is LimitNode);

    /// <summary>True where every sink stands below a LIMIT: the job ends when all limits are reached.</summary>
    public bool EndsWithLimits => Plan.Sinks.All(AlwaysLimited);

    /// <summary>Whether every source ends.</summary>
    public bool IsBounded => Sources.All(s => s.Source.IsBounded);

    /// <summary>All nodes of the plan, each once, inputs before those that read them.</summary>
    public IReadOnlyList<LogicalNode> Nodes() => Nodes(Plan);

    /// <summary>All nodes of a plan, each once, inputs before those that read them.</summary>
    public static IReadOnlyList<LogicalNode> Nodes(LogicalPlan plan)
    {
        var seen = new HashSet<LogicalNode>(ReferenceEqualityComparer.Instance);
        var nodes = new List<LogicalNode>();
        foreach (LogicalNode sink in plan.Sinks) Visit(sink);
        return nodes;

        void Visit(LogicalNode node)
        {
            if (!seen.Add(node)) return;
            foreach (LogicalNode input in node.Inputs) Visit(input);
            nodes.Add(node);
        }
    }

    /// <summary>The fingerprint of what keeps state: a checkpoint of another one cannot be read.</summary>
    public string Fingerprint() =>
        string.Join("; ", Lookups.Select(l => $"{l.Id}({string.Join(", ", l.Node.Columns.Select(c => $"{c.Name} {c.Type}"))})")
            .Concat(Sources.Select(s => s.Id)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (GraphSource source in Sources)
        {
            if (source.Source.DeadLetterSink is { } letters) await letters.DisposeAsync();
            await source.Source.DisposeAsync();
        }
        foreach (GraphLookup lookup in Lookups) await lookup.Table.Lookup.DisposeAsync();
        foreach (GraphSink sink in Sinks) await sink.Sink.DisposeAsync();
    }

    private static bool AlwaysLimited(LogicalNode node) =>
        node is LimitNode { Fetch: not null } || (node.Inputs.Count > 0 && node.Inputs.All(AlwaysLimited));
}
