using ActorStream.Expressions;
using ActorStream.Operators;
using ActorStream.Plan.Rules;

namespace ActorStream.Plan;

/// <summary>Joins each row with the elements of an array or the entries of a map. Its schema: the input's fields, then the elements'
/// fields (a ROW's own, else one; key and value of a map), then the ordinal where there is one.</summary>
internal sealed class UnnestNode(LogicalNode input, Expression collection, bool hasOrdinality, bool isLeft, Schema schema)
    : UnaryNode(schema, input)
{
    /// <summary>The array or map, over the input's fields.</summary>
    public Expression Collection { get; } = collection;

    /// <summary>WITH ORDINALITY: the last field counts the elements from 1.</summary>
    public bool HasOrdinality { get; } = hasOrdinality;

    /// <summary>LEFT JOIN: a row without elements is padded with NULL.</summary>
    public bool IsLeft { get; } = isLeft;

    public override string Kind => "unnest";

    public override string? Digest => NodeText.IsRepeatable(Collection)
        ? $"{ExpressionTree.Digest(Collection)},{HasOrdinality},{IsLeft},{Schema}"
        : null;

    public override LogicalNode WithInputs(IReadOnlyList<LogicalNode> inputs) =>
        new UnnestNode(inputs[0], Collection, HasOrdinality, IsLeft, Schema);

    public override string Describe() =>
        $"Unnest(collection=[{Collection}], joinType=[{(IsLeft ? "LeftOuterJoin" : "InnerJoin")}], select=[{FieldNames()}])";

    public override LogicalNode Fold(Func<Expression, Expression> fold) =>
        new UnnestNode(Input, fold(Collection), HasOrdinality, IsLeft, Schema);

    public override LogicalNode TakeFilter(List<Expression> conjuncts, PushDownFilter rule) => rule.BelowProbe(this, conjuncts);

    public override void MarkInputs(bool[] needed, PruneColumns rule)
    {
        needed.AsSpan(Input.Schema.Count).Fill(true);
        rule.NeedSame(Input, needed.AsSpan(0, Input.Schema.Count));
        rule.Need(Input, Collection);
    }

    public override PrunedNode Prune(bool[] needed, PruneColumns rule)
    {
        (LogicalNode input, int[] indexes) = rule.Prune(Input);
        Field[] produced = [.. Schema.Fields.Skip(indexes.Length)];
        var node = new UnnestNode(
            input, ExpressionTree.Shift(Collection, indexes), HasOrdinality, IsLeft, new Schema([.. input.Schema.Fields, .. produced]));
        return new PrunedNode(node, [.. indexes, .. Enumerable.Range(input.Schema.Count, produced.Length)]);
    }

    public override Operator MakeOperator(OperatorParts parts) =>
        new Unnest(Collection, HasOrdinality, IsLeft, parts.Context) { Id = parts.IdOf(this) };
}
