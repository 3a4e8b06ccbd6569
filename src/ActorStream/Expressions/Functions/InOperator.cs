using ActorStream.Expressions.Kernels;

namespace ActorStream.Expressions.Functions;

/// <summary>x [NOT] IN (a, b, …): a hash set where the list is constant and of x's type, else comparisons joined by OR.</summary>
internal sealed class InOperator(string name, bool isNegated) : ScalarFunction(name)
{
    public override IReadOnlyList<string> Signatures => [$"COMPARABLE {Name} (COMPARABLE, …)"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count < 2) return null;
        var comparisons = new List<Expression>();
        foreach (Expression item in arguments.Skip(1))
        {
            if (ComparisonOperators.Equal.Bind([arguments[0], ComparisonAlignment.AlignItem(arguments[0], item)]) is not { } comparison)
                return null;
            comparisons.Add(comparison);
        }
        if (!FitsSet(comparisons))
        {
            Expression any = comparisons.Count == 1 ? comparisons[0] : LogicOperators.Or.Bind(comparisons)!;
            return isNegated ? LogicOperators.Not.Bind([any]) : any;
        }
        Expression[] aligned = [comparisons[0].Children[0], .. comparisons.Select(c => c.Children[1])];
        return new CallExpression(this, aligned, DataType.Boolean.WithNullable(aligned.Any(a => a.Type.IsNullable)));
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments)
    {
        Evaluator[] items = arguments[1..];
        DataType type = call.Children[0].Type;
        if (!items.All(i => i.IsConstant)) return CompileComparisons(call, arguments);
        switch (type.Root)
        {
            case TypeRoot.TinyInt: return new FixedSetKernel<sbyte>(arguments[0], items, isNegated);
            case TypeRoot.SmallInt: return new FixedSetKernel<short>(arguments[0], items, isNegated);
            case TypeRoot.Int or TypeRoot.Date or TypeRoot.Time or TypeRoot.IntervalYearMonth:
                return new FixedSetKernel<int>(arguments[0], items, isNegated);
            case TypeRoot.Timestamp or TypeRoot.TimestampLtz when type.HasNanoseconds:
                return new FixedSetKernel<Int128>(arguments[0], items, isNegated);
            case TypeRoot.BigInt or TypeRoot.Timestamp or TypeRoot.TimestampLtz or TypeRoot.IntervalDayTime:
                return new FixedSetKernel<long>(arguments[0], items, isNegated);
            case TypeRoot.Decimal:
                return type.Precision <= 18
                    ? new FixedSetKernel<long>(arguments[0], items, isNegated)
                    : new FixedSetKernel<Int128>(arguments[0], items, isNegated);
            default: return new BytesSetKernel(arguments[0], items, isNegated);
        }
    }

    public override string Format(IReadOnlyList<Expression> arguments) =>
        $"({arguments[0]} {Name} ({string.Join(", ", arguments.Skip(1))}))";

    /// <summary>Comparisons joined by OR, for a list that is not constant (any more).</summary>
    private Evaluator CompileComparisons(CallExpression call, Evaluator[] arguments)
    {
        var value = new SharedEvaluator(arguments[0]);
        DataType type = call.Children[0].Type;
        var comparisons = new Evaluator[arguments.Length - 1];
        var compared = new Expression[comparisons.Length];
        for (int i = 0; i < comparisons.Length; i++)
        {
            Expression item = call.Children[i + 1];
            comparisons[i] = ComparisonOperator.Compile(ComparisonKind.Equal, type, item.Type, value, arguments[i + 1]);
            compared[i] = new CallExpression(ComparisonOperators.Equal, [call.Children[0], item], DataType.Boolean);
        }
        Evaluator any = LogicKernel.Join(compared, comparisons, isAnd: false);
        return isNegated ? NotOperator.Compile(any) : any;
    }

    /// <summary>Whether all comparisons are of one type that hashes, with constants on the right. Floating types do not: NaN.</summary>
    private static bool FitsSet(List<Expression> comparisons)
    {
        DataType? type = null;
        foreach (Expression comparison in comparisons)
        {
            if (comparison is not CallExpression { Function: ComparisonOperator }) return false;
            (Expression left, Expression right) = (comparison.Children[0], comparison.Children[1]);
            type ??= left.Type;
            bool fits = left.Type.EqualsIgnoringNullability(type) && SameForm(left.Type, right.Type)
                && !type.IsNested && !type.IsApproximate && type.Root != TypeRoot.Boolean && IsConstant(right);
            if (!fits) return false;
        }
        return true;
    }

    private static bool SameForm(DataType left, DataType right) =>
        left.Root != TypeRoot.Decimal || (left.Scale == right.Scale && (left.Precision <= 18) == (right.Precision <= 18));

    private static bool IsConstant(Expression expression) => expression.IsDeterministic && HasNoColumn(expression);

    private static bool HasNoColumn(Expression expression) => expression is not ColumnExpression && expression.Children.All(HasNoColumn);
}
