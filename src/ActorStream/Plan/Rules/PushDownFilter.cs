using ActorStream.Expressions;

namespace ActorStream.Plan.Rules;

/// <summary>Moves conditions towards the sources: below projections, into every input of a union, to the probe side of a lookup join,
/// so that rows that nobody wants are not looked up. What a node lets through is the node's to say.</summary>
internal sealed class PushDownFilter : PlanRule
{
    protected override LogicalNode Apply(LogicalNode node) => node is FilterNode filter
        ? Push(filter.Input, ExpressionTree.Conjuncts(filter.Condition)) : node;

    /// <summary>A node of which only the rows are left that fulfil all conditions.</summary>
    public LogicalNode Push(LogicalNode input, List<Expression> conjuncts)
    {
        if (conjuncts.Count == 0) return input;
        return IsShared(input) ? Filter(input, conjuncts) : input.TakeFilter(conjuncts, this);
    }

    /// <summary>For a node whose first columns are its input's: what reads only those goes below it.</summary>
    public LogicalNode BelowProbe(LogicalNode node, List<Expression> conjuncts)
    {
        int probe = node.Inputs[0].Schema.Count;
        (List<Expression> before, List<Expression> after) = Split(
            conjuncts, c => c.IsDeterministic && ExpressionTree.AllColumns(c, index => index < probe));
        return before.Count == 0
            ? Filter(node, conjuncts)
            : Filter(node.WithInputs([Push(node.Inputs[0], before)]), after);
    }

    /// <summary>The conditions that are so, and the others.</summary>
    public static (List<Expression> Matching, List<Expression> Others) Split(
        List<Expression> conjuncts, Func<Expression, bool> condition)
    {
        var matching = new List<Expression>();
        var others = new List<Expression>();
        foreach (Expression conjunct in conjuncts) (condition(conjunct) ? matching : others).Add(conjunct);
        return (matching, others);
    }

    /// <summary>A filter above a node, where there is a condition.</summary>
    public static LogicalNode Filter(LogicalNode input, List<Expression> conjuncts) =>
        conjuncts.Count == 0 ? input : new FilterNode(input, ExpressionTree.And(conjuncts));
}
