using ActorStream.Checkpoints;
using ActorStream.Connectors;
using ActorStream.Plan;

namespace ActorStream.Jobs;

/// <summary>A source of a job.</summary>
/// <param name="Id">Its place in the plan, the same after a restart with the same script.</param>
/// <param name="Node">The plan's node.</param>
/// <param name="Source">The source, opened by the attempt that runs it.</param>
internal sealed record GraphSource(string Id, SourceNode Node, ISource Source);

/// <summary>A sink of a job.</summary>
internal sealed record GraphSink(string Id, OutputNode Node, ISink Sink);

/// <summary>A lookup join of a job.</summary>
internal sealed record GraphLookup(string Id, LookupJoinNode Node, LookupTable Table);

/// <summary>
/// What one attempt at a job runs: the plan with its sources, sinks and lookups made but not opened. <see cref="UnitResources"/>
/// closes them.
/// </summary>
/// <param name="Plan">The plan.</param>
/// <param name="Ids">The id of each node's operator.</param>
/// <param name="Sources">Its sources.</param>
/// <param name="Sinks">Its sinks.</param>
/// <param name="Lookups">Its lookup joins.</param>
internal sealed record JobGraph(
    LogicalPlan Plan, IReadOnlyDictionary<LogicalNode, string> Ids, IReadOnlyList<GraphSource> Sources, IReadOnlyList<GraphSink> Sinks,
    IReadOnlyList<GraphLookup> Lookups)
{
    /// <summary>What the sink of a source's dead letters is called, behind the source's id.</summary>
    public const string DeadLetters = ":dead-letters";

    /// <summary>True where an operator counts over all rows of the job, which then runs in one shard.</summary>
    public bool NeedsSingleShard => Plan.Nodes().Any(n => n.NeedsAllRows);

    /// <summary>What keeps state, as checkpoints told it that did not yet list <see cref="States"/>.</summary>
    public string Fingerprint() =>
        string.Join("; ", Plan.Nodes().Where(n => n.StateLayout is not null).Select(n => Ids[n] + n.StateLayout)
            .Concat(Sources.Select(s => s.Id)));

    /// <summary>What keeps state, and what the state depends on.</summary>
    public IReadOnlyList<OperatorState> States()
    {
        var digests = new Dictionary<LogicalNode, string>(ReferenceEqualityComparer.Instance);
        Dictionary<string, ISource> sources = Sources.ToDictionary(s => s.Id, s => s.Source);
        Dictionary<string, LookupOptions> lookups = Lookups.ToDictionary(l => l.Id, l => l.Table.Options);
        var states = new List<OperatorState>();
        foreach (LogicalNode node in Plan.Nodes())
        {
            string digest = OperatorState.Hash(string.Join('\n', node.Inputs.Select(i => digests[i]).Prepend(node.Kind + node.StateText)));
            digests.Add(node, digest);
            StateParts? parts = sources.TryGetValue(Ids[node], out ISource? source) ? new StateParts(source.OffsetParts, [])
                : node.StateParts;
            if (parts is null) continue;
            IEnumerable<StatePart> cache = parts.Cache;
            if (lookups.TryGetValue(Ids[node], out LookupOptions? lookup)) cache = cache.Append(
                new StatePart("lookup cache", $"{lookup.CacheEnabled} {lookup.CacheMissingKey}"));
            states.Add(OperatorState.Create(Ids[node], node.Kind, digest, parts.Required, cache));
        }
        return states;
    }
}
