using ActorStream.Connectors;
using ActorStream.Expressions;

namespace ActorStream.Operators;

/// <summary>What a <see cref="LookupJoin"/> is made of.</summary>
internal sealed record LookupJoinPlan
{
    /// <summary>The dimension table's name.</summary>
    public required string Table { get; init; }

    /// <summary>The key, over the probe rows.</summary>
    public required IReadOnlyList<Expression> Keys { get; init; }

    /// <summary>The types of the probe rows.</summary>
    public required IReadOnlyList<DataType> InputTypes { get; init; }

    /// <summary>The dimension's columns.</summary>
    public required IReadOnlyList<Field> Columns { get; init; }

    /// <summary>What beside the key a pair of rows must fulfil, over the joined row; or null.</summary>
    public Expression? Condition { get; init; }

    /// <summary>Whether a row without a match is padded with NULL.</summary>
    public required bool IsLeft { get; init; }

    /// <summary>Whether rows leave in the order in which they came; false: those of a key do.</summary>
    public bool KeepsOrder { get; init; } = true;

    /// <summary>The table's options.</summary>
    public required LookupOptions Options { get; init; }

    /// <summary>This shard's share of the keys that the cache may hold; null: no bound.</summary>
    public long? MaxKeys { get; init; }
}
