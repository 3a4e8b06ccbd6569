using System.Text;
using ActorStream.Expressions;

namespace ActorStream.Plan;

/// <summary>What rules ask of expressions, and how they rewrite them.</summary>
internal static class ExpressionTree
{
    /// <summary>Functions whose value is the moment: a row may be given the same one twice.</summary>
    private static readonly HashSet<string> MomentFunctions = new(StringComparer.Ordinal)
    {
        "PROCTIME", "NOW", "CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "LOCALTIME", "LOCALTIMESTAMP", "CURRENT_ROW_TIMESTAMP",
        "UNIX_TIMESTAMP",
    };

    /// <summary>Rewrites from the leaves up; the function gives another expression of the same type, or the same.</summary>
    public static Expression Rewrite(Expression expression, Func<Expression, Expression> rewrite)
    {
        if (expression.Children.Count == 0)
        {
            return rewrite(expression);
        }

        Expression[]? children = null;
        for (int i = 0; i < expression.Children.Count; i++)
        {
            Expression child = Rewrite(expression.Children[i], rewrite);
            if (!ReferenceEquals(child, expression.Children[i]))
            {
                children ??= [.. expression.Children];
                children[i] = child;
            }
        }

        return rewrite(children is null ? expression : expression.WithChildren(children));
    }

    /// <summary>Puts expressions in the place of columns.</summary>
    public static Expression Substitute(Expression expression, IReadOnlyList<Expression> columns) =>
        Rewrite(expression, e => e is ColumnExpression column ? columns[column.Index] : e);

    /// <summary>Moves columns to other indexes.</summary>
    public static Expression Shift(Expression expression, int[] indexes) => Rewrite(
        expression, e => e is ColumnExpression column ? new ColumnExpression(indexes[column.Index], column.Name, column.Type) : e);

    /// <summary>Calls back for every column that is read.</summary>
    public static void ForEachColumn(Expression expression, Action<int> action)
    {
        if (expression is ColumnExpression column)
        {
            action(column.Index);
        }

        foreach (Expression child in expression.Children)
        {
            ForEachColumn(child, action);
        }
    }

    /// <summary>Whether every column that is read fulfils a condition.</summary>
    public static bool AllColumns(Expression expression, Func<int, bool> condition)
    {
        bool all = true;
        ForEachColumn(expression, index => all &= condition(index));
        return all;
    }

    /// <summary>Costs nothing to compute twice: a column, a constant, the moment.</summary>
    public static bool IsTrivial(Expression expression) =>
        expression is ColumnExpression or LiteralExpression || (expression is CallExpression { Children.Count: 0 } call && IsMoment(call));

    public static bool IsMoment(Expression expression) => expression is CallExpression call && MomentFunctions.Contains(call.Function.Name);

    /// <summary>The conditions that AND joins.</summary>
    public static List<Expression> Conjuncts(Expression condition)
    {
        var conjuncts = new List<Expression>();
        Collect(condition, conjuncts);
        return conjuncts;
    }

    /// <summary>Conditions joined by AND.</summary>
    public static Expression And(IReadOnlyList<Expression> conjuncts) =>
        conjuncts.Count == 1 ? conjuncts[0] : FunctionRegistry.Find("AND")!.Bind(conjuncts)!;

    /// <summary>A text that two expressions share only where they compute the same.</summary>
    public static string Digest(Expression expression)
    {
        var text = new StringBuilder();
        Write(expression, text);
        return text.ToString();
    }

    private static void Collect(Expression condition, List<Expression> conjuncts)
    {
        if (condition is CallExpression { Function.Name: "AND" })
        {
            foreach (Expression child in condition.Children)
            {
                Collect(child, conjuncts);
            }
        }
        else if (condition is not LiteralExpression { Value: true })
        {
            conjuncts.Add(condition);
        }
    }

    private static void Write(Expression expression, StringBuilder text)
    {
        switch (expression)
        {
            case ColumnExpression column:
                text.Append('$').Append(column.Index);
                return;
            case LiteralExpression literal:
                text.Append(literal).Append(':').Append(literal.Type);
                return;
            case CallExpression call:
                text.Append(call.Function.Name).Append('#').Append(call.Function.GetType().Name);
                break;
            case CastExpression cast:
                text.Append(cast.IsTry ? "TRY_CAST" : "CAST");
                break;
            default:
                text.Append(expression.GetType().Name);
                break;
        }

        text.Append('(');
        foreach (Expression child in expression.Children)
        {
            Write(child, text);
            text.Append(',');
        }

        text.Append("):").Append(expression.Type);
    }
}
