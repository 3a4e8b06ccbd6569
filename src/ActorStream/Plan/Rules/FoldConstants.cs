using System.Text;
using ActorStream.Expressions;
using ActorStream.Types;

namespace ActorStream.Plan.Rules;

/// <summary>Computes what depends on no row once, and drops conditions that are always TRUE. What fails is left to fail at run time,
/// for the row that needs it.</summary>
internal sealed class FoldConstants(EvaluationContext context) : PlanRule
{
    private static readonly Batch OneRow = new([], 1);

    protected override LogicalNode Apply(LogicalNode node) => node.Fold(Fold);

    private Expression Fold(Expression expression)
    {
        Expression folded = FoldTree(expression);
        return folded is LiteralExpression literal && !ReferenceEquals(folded, expression)
            ? ConstantRules.Cut(literal, ConstantRules.LengthOf(expression)) : folded;
    }

    private Expression FoldTree(Expression expression)
    {
        if (expression.Children.Count == 0) return expression;
        Expression[]? children = null;
        for (int i = 0; i < expression.Children.Count; i++)
        {
            Expression child = FoldTree(expression.Children[i]);
            if (ReferenceEquals(child, expression.Children[i])) continue;
            children ??= [.. expression.Children];
            children[i] = child;
        }
        if (children is null) return FoldOne(expression);
        Expression folded = FoldOne(expression.WithChildren(children));
        bool isConstant = folded is LiteralExpression
            || (folded.Type.Root is TypeRoot.Array or TypeRoot.Map && children.All(c => c is LiteralExpression));
        return isConstant ? folded : CutChildren(folded, expression.Children);
    }

    /// <summary>The constants of an expression that is none itself: these are what Flink writes down, each cut to its type.</summary>
    private static Expression CutChildren(Expression folded, IReadOnlyList<Expression> bound)
    {
        Expression[]? children = null;
        for (int i = 0; i < folded.Children.Count; i++)
        {
            if (folded.Children[i] is not LiteralExpression { Value: string } literal || bound[i] is LiteralExpression) continue;
            LiteralExpression cut = ConstantRules.Cut(literal, ConstantRules.WrittenLength(folded, bound, i));
            if (ReferenceEquals(cut, literal)) continue;
            children ??= [.. folded.Children];
            children[i] = cut;
        }
        return children is null ? folded : folded.WithChildren(children);
    }

    private Expression FoldOne(Expression expression)
    {
        bool constant = expression.Children.Count > 0 && expression.IsDeterministic && !expression.Type.IsNested
            && expression.Children.All(c => c is LiteralExpression);
        if (!constant)
        {
            return expression;
        }

        try
        {
            Column column = ExpressionCompiler.Compile(expression).Evaluate(OneRow, context);
            object? value = column.IsNull(0) ? null : Value(column, expression.Type);
            bool loses = value is null && !expression.Type.IsNullable;
            return loses ? expression : new LiteralExpression(value, expression.Type);
        }
        catch (EvaluationException)
        {
            return expression;
        }
    }

    private static object? Value(Column column, DataType type) => column switch
    {
        BytesColumn bytes => type.IsText ? Encoding.UTF8.GetString(bytes[0]) : bytes[0].ToArray(),
        FixedColumn<bool> values => values[0],
        FixedColumn<sbyte> values => values[0],
        FixedColumn<short> values => values[0],
        FixedColumn<int> values => values[0],
        FixedColumn<long> values => values[0],
        FixedColumn<float> values => values[0],
        FixedColumn<double> values => values[0],
        FixedColumn<Int128> values => values[0],
        _ => throw new System.Diagnostics.UnreachableException($"No constant of {type}."),
    };
}
