using ActorStream.Plan;

namespace ActorStream.Sql;

/// <summary>What came of a statement.</summary>
internal enum StatementKind
{
    /// <summary>Done; nothing to show.</summary>
    Done,

    /// <summary>Rows to show, computed at once: SHOW, DESCRIBE, EXPLAIN.</summary>
    Rows,

    /// <summary>A plan to run whose rows go to the client.</summary>
    Query,

    /// <summary>A plan to run that writes tables.</summary>
    Insert,
}

/// <summary>The result of a statement.</summary>
internal sealed record StatementResult(StatementKind Kind)
{
    public static StatementResult Done { get; } = new(StatementKind.Done);

    /// <summary>The columns of <see cref="Rows"/>, or of the query's rows.</summary>
    public Schema Schema { get; init; } = new([]);

    /// <summary>Values as <c>string</c>, <c>bool</c> or null.</summary>
    public IReadOnlyList<object?[]> Rows { get; init; } = [];

    /// <summary>The optimized plan.</summary>
    public LogicalPlan? Plan { get; init; }
}
