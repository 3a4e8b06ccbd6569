using ActorStream.Expressions;

namespace ActorStream.Plan.Rules;

/// <summary>Moves conditions towards the sources: below projections, into every input of a union, to the probe side of a lookup join,
/// so that rows that nobody wants are not looked up.</summary>
internal sealed class PushDownFilter : PlanRule
{
    protected override LogicalNode Apply(LogicalNode node) => node is FilterNode filter
        ? Push(filter.Input, ExpressionTree.Conjuncts(filter.Condition)) : node;

    private LogicalNode Push(LogicalNode input, List<Expression> conjuncts)
    {
        if (conjuncts.Count == 0)
        {
            return input;
        }

        if (IsShared(input))
        {
            return Filter(input, conjuncts);
        }

        switch (input)
        {
            case FilterNode filter:
                return Push(filter.Input, [.. ExpressionTree.Conjuncts(filter.Condition), .. conjuncts]);
            case ProjectNode project:
                return BelowProject(project, conjuncts);
            case UnionNode union when conjuncts.All(c => c.IsDeterministic):
                return new UnionNode([.. union.Inputs.Select(i => Push(i, conjuncts))], union.Schema);
            case LookupJoinNode or UnnestNode:
                int probe = input.Inputs[0].Schema.Count;
                (List<Expression> before, List<Expression> after) = Split(
                    conjuncts, c => c.IsDeterministic && ExpressionTree.AllColumns(c, index => index < probe));
                return before.Count == 0
                    ? Filter(input, conjuncts)
                    : Filter(input.WithInputs([Push(input.Inputs[0], before)]), after);
            default:
                return Filter(input, conjuncts);
        }
    }

    /// <summary>What reads only columns that cost nothing to compute twice goes below.</summary>
    private LogicalNode BelowProject(ProjectNode project, List<Expression> conjuncts)
    {
        (List<Expression> below, List<Expression> above) = Split(
            conjuncts,
            c => c.IsDeterministic
                && ExpressionTree.AllColumns(c, index => project.Expressions[index] is ColumnExpression or LiteralExpression));
        if (below.Count == 0)
        {
            return Filter(project, conjuncts);
        }

        List<Expression> moved = [.. below.Select(c => ExpressionTree.Substitute(c, project.Expressions))];
        return Filter(project.WithInputs([Push(project.Input, moved)]), above);
    }

    private static (List<Expression> Matching, List<Expression> Others) Split(List<Expression> conjuncts, Func<Expression, bool> condition)
    {
        var matching = new List<Expression>();
        var others = new List<Expression>();
        foreach (Expression conjunct in conjuncts)
        {
            (condition(conjunct) ? matching : others).Add(conjunct);
        }

        return (matching, others);
    }

    private static LogicalNode Filter(LogicalNode input, List<Expression> conjuncts) =>
        conjuncts.Count == 0 ? input : new FilterNode(input, ExpressionTree.And(conjuncts));
}
