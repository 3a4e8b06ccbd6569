using ActorStream.Expressions;

namespace ActorStream.Plan.Rules;

/// <summary>Makes one projection of two, where nothing is computed twice by it, and drops projections that change nothing.</summary>
internal sealed class MergeProjects : PlanRule
{
    protected override LogicalNode Apply(LogicalNode node)
    {
        while (node is ProjectNode { Input: ProjectNode inner } outer && !IsShared(inner) && CanMerge(outer, inner))
        {
            node = new ProjectNode(
                inner.Input, [.. outer.Expressions.Select(e => ExpressionTree.Substitute(e, inner.Expressions))], outer.Names);
        }

        return node is ProjectNode project && IsIdentity(project) ? project.Input : node;
    }

    private static bool CanMerge(ProjectNode outer, ProjectNode inner)
    {
        int[] uses = new int[inner.Expressions.Count];
        foreach (Expression expression in outer.Expressions)
        {
            ExpressionTree.ForEachColumn(expression, index => uses[index]++);
        }

        for (int i = 0; i < uses.Length; i++)
        {
            if (uses[i] > 1 && !ExpressionTree.IsTrivial(inner.Expressions[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsIdentity(ProjectNode project)
    {
        if (project.Expressions.Count != project.Input.Schema.Count)
        {
            return false;
        }

        for (int i = 0; i < project.Expressions.Count; i++)
        {
            if (project.Expressions[i] is not ColumnExpression column || column.Index != i
                || project.Names[i] != project.Input.Schema[i].Name)
            {
                return false;
            }
        }

        return true;
    }
}
