using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Operators;

namespace ActorStream.Plan;

/// <summary>What a lookup join's operator is given beside its plan.</summary>
/// <param name="Table">The opened lookup with its options.</param>
/// <param name="Request">Sends keys to the lookup actor.</param>
internal sealed record LookupParts(LookupTable Table, Action<LookupRequest> Request);

/// <summary>What nodes make a shard's operators of.</summary>
internal sealed class OperatorParts
{
    /// <summary>The shard's.</summary>
    public required EvaluationContext Context { get; init; }

    /// <summary>Shards of the job, which share bounds that hold for the job.</summary>
    public required int ShardCount { get; init; }

    /// <summary>The id of each node's operator.</summary>
    public required IReadOnlyDictionary<LogicalNode, string> Ids { get; init; }

    /// <summary>How many nodes read each node.</summary>
    public required IReadOnlyDictionary<LogicalNode, int> Readers { get; init; }

    /// <summary>The dimension table of each lookup join.</summary>
    public required IReadOnlyDictionary<LogicalNode, LookupParts> Lookups { get; init; }

    /// <summary>The id of a node's operator.</summary>
    public string IdOf(LogicalNode node) => Ids[node];

    /// <summary>Whether only one node reads this one.</summary>
    public bool IsReadOnce(LogicalNode node) => Readers.GetValueOrDefault(node) == 1;

    /// <summary>The dimension table of a lookup join.</summary>
    public LookupParts LookupOf(LookupJoinNode node) => Lookups[node];
}
