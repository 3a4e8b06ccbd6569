using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Plan.Rules;

namespace ActorStream.Plan;

/// <summary>Constant rows. Each expression is over no columns.</summary>
internal sealed class ValuesNode(Schema schema, IReadOnlyList<IReadOnlyList<Expression>> rows) : SourceNode(schema)
{
    public IReadOnlyList<IReadOnlyList<Expression>> Rows { get; } = rows;

    public override string Name => "values";

    public override string? StageLine => "source VALUES";

    public override string Describe() => $"Values(tuples=[{string.Join(", ", Rows.Select(r => $"{{ {string.Join(", ", r)} }}"))}])";

    public override LogicalNode Fold(Func<Expression, Expression> fold) =>
        new ValuesNode(Schema, [.. Rows.Select(r => r.Select(fold).ToArray())]);

    public override PrunedNode Prune(bool[] needed, PruneColumns rule) => new(
        new ValuesNode(PruneColumns.Keep(Schema, needed), [.. Rows.Select(r => PruneColumns.Keep(r, needed))]),
        PruneColumns.Indexes(needed));

    public override ISource CreateSource(TableFactory tables) => new ValuesSource(Rows, Schema, tables.Constants);
}
