using ActorStream.Expressions;
using ActorStream.Operators;
using ActorStream.Plan.Rules;

namespace ActorStream.Plan;

/// <summary>Computes new columns from the input's.</summary>
internal sealed class ProjectNode(LogicalNode input, IReadOnlyList<Expression> expressions, IReadOnlyList<string> names)
    : UnaryNode(new Schema([.. expressions.Select((e, i) => new Field(names[i], e.Type))]), input)
{
    public IReadOnlyList<Expression> Expressions { get; } = expressions;

    public IReadOnlyList<string> Names { get; } = names;

    public override string Kind => "calc";

    public override string? Digest => Expressions.All(NodeText.IsRepeatable)
        ? string.Join('|', Expressions.Select((e, i) => $"{ExpressionTree.Digest(e)} AS {Names[i]}"))
        : null;

    public override LogicalNode WithInputs(IReadOnlyList<LogicalNode> inputs) => new ProjectNode(inputs[0], Expressions, Names);

    public override string Describe() =>
        $"Project(select=[{string.Join(", ", Expressions.Select((e, i) => e.ToString() == Names[i] ? Names[i] : $"{e} AS {Names[i]}"))}])";

    public override LogicalNode Fold(Func<Expression, Expression> fold) => new ProjectNode(Input, [.. Expressions.Select(fold)], Names);

    /// <summary>What reads only columns that cost nothing to compute twice goes below.</summary>
    public override LogicalNode TakeFilter(List<Expression> conjuncts, PushDownFilter rule)
    {
        (List<Expression> below, List<Expression> above) = PushDownFilter.Split(
            conjuncts,
            c => c.IsDeterministic
                && ExpressionTree.AllColumns(c, index => Expressions[index] is ColumnExpression or LiteralExpression));
        if (below.Count == 0) return PushDownFilter.Filter(this, conjuncts);
        List<Expression> moved = [.. below.Select(c => ExpressionTree.Substitute(c, Expressions))];
        return PushDownFilter.Filter(WithInputs([rule.Push(Input, moved)]), above);
    }

    public override void MarkInputs(bool[] needed, PruneColumns rule)
    {
        for (int i = 0; i < needed.Length; i++)
        {
            if (needed[i]) rule.Need(Input, Expressions[i]);
        }
    }

    public override PrunedNode Prune(bool[] needed, PruneColumns rule)
    {
        PrunedNode pruned = rule.Prune(Input);
        Expression[] expressions =
            [.. PruneColumns.Keep(Expressions, needed).Select(e => ExpressionTree.Shift(e, pruned.Indexes))];
        return new PrunedNode(
            new ProjectNode(pruned.Node, expressions, PruneColumns.Keep(Names, needed)), PruneColumns.Indexes(needed));
    }

    public override IReadOnlyList<LogicalNode> OperatorInputs(OperatorParts parts) =>
        FilterBelow(parts) is { } filter ? filter.Inputs : Inputs;

    public override Operator MakeOperator(OperatorParts parts) =>
        new Calc(FilterBelow(parts)?.Condition, Expressions, Input.Schema.Count, parts.Context) { Id = parts.IdOf(this) };

    /// <summary>A filter that only this projection reads: one operator does both.</summary>
    private FilterNode? FilterBelow(OperatorParts parts) => Input is FilterNode filter && parts.IsReadOnce(filter) ? filter : null;
}
