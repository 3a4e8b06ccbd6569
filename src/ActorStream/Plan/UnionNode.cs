using ActorStream.Expressions;
using ActorStream.Operators;
using ActorStream.Plan.Rules;

namespace ActorStream.Plan;

/// <summary>All rows of all inputs, in any order between them.</summary>
internal sealed class UnionNode(IReadOnlyList<LogicalNode> inputs, Schema schema) : LogicalNode(schema, inputs)
{
    public override string Kind => "union";

    public override string? Digest => Schema.ToString();

    public override LogicalNode WithInputs(IReadOnlyList<LogicalNode> inputs) => new UnionNode(inputs, Schema);

    public override string Describe() => $"Union(all=[true], union=[{FieldNames()}])";

    public override LogicalNode TakeFilter(List<Expression> conjuncts, PushDownFilter rule) => conjuncts.All(c => c.IsDeterministic)
        ? new UnionNode([.. Inputs.Select(i => rule.Push(i, conjuncts))], Schema)
        : PushDownFilter.Filter(this, conjuncts);

    public override PrunedNode Prune(bool[] needed, PruneColumns rule) => new(
        new UnionNode([.. Inputs.Select(i => rule.Exactly(i, needed))], PruneColumns.Keep(Schema, needed)),
        PruneColumns.Indexes(needed));

    public override Operator MakeOperator(OperatorParts parts) => new PassThrough { Id = parts.IdOf(this) };
}
