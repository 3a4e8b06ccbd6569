using ActorStream.Expressions;
using ActorStream.Operators;
using ActorStream.Plan.Rules;

namespace ActorStream.Plan;

/// <summary>Keeps the rows for which the condition is TRUE.</summary>
internal sealed class FilterNode(LogicalNode input, Expression condition) : UnaryNode(input.Schema, input)
{
    public Expression Condition { get; } = condition;

    public override string Kind => "filter";

    public override string? Digest => NodeText.IsRepeatable(Condition) ? ExpressionTree.Digest(Condition) : null;

    public override LogicalNode WithInputs(IReadOnlyList<LogicalNode> inputs) => new FilterNode(inputs[0], Condition);

    public override string Describe() => $"Filter(condition=[{Condition}])";

    public override LogicalNode Fold(Func<Expression, Expression> fold)
    {
        List<Expression> conjuncts = ExpressionTree.Conjuncts(fold(Condition));
        if (conjuncts.Count == 0) return Input;
        bool never = conjuncts.Any(c => c is LiteralExpression { Value: null or false });
        return never ? new ValuesNode(Schema, []) : new FilterNode(Input, ExpressionTree.And(conjuncts));
    }

    public override LogicalNode TakeFilter(List<Expression> conjuncts, PushDownFilter rule) =>
        rule.Push(Input, [.. ExpressionTree.Conjuncts(Condition), .. conjuncts]);

    public override void MarkInputs(bool[] needed, PruneColumns rule)
    {
        rule.NeedSame(Input, needed);
        rule.Need(Input, Condition);
    }

    public override PrunedNode Prune(bool[] needed, PruneColumns rule)
    {
        PrunedNode pruned = rule.Prune(Input);
        return pruned with { Node = new FilterNode(pruned.Node, ExpressionTree.Shift(Condition, pruned.Indexes)) };
    }

    public override Operator MakeOperator(OperatorParts parts) =>
        new Calc(Condition, null, Schema.Count, parts.Context) { Id = parts.IdOf(this) };
}
