using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary><c>=</c>, <c>&lt;&gt;</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c> and what is made of them.</summary>
internal static class ComparisonOperators
{
    public static readonly ComparisonOperator Equal = new("=", ComparisonKind.Equal);
    public static readonly ComparisonOperator NotEqual = new("<>", ComparisonKind.NotEqual);
    public static readonly ComparisonOperator Less = new("<", ComparisonKind.Less);
    public static readonly ComparisonOperator LessOrEqual = new("<=", ComparisonKind.LessOrEqual);
    public static readonly ComparisonOperator Greater = new(">", ComparisonKind.Greater);
    public static readonly ComparisonOperator GreaterOrEqual = new(">=", ComparisonKind.GreaterOrEqual);

    public static IEnumerable<(string Name, ScalarFunction Function)> All()
    {
        ScalarFunction[] all =
        [
            Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual,
            new DistinctFromOperator("IS DISTINCT FROM", isDistinct: true),
                new DistinctFromOperator("IS NOT DISTINCT FROM", isDistinct: false),
            new BetweenOperator("BETWEEN", isNegated: false), new BetweenOperator("NOT BETWEEN", isNegated: true),
            new InOperator("IN", isNegated: false), new InOperator("NOT IN", isNegated: true),
        ];
        return all.Select(f => (f.Name, f));
    }

    /// <summary>The comparison that holds where another does not, but for NaN and NULL.</summary>
    public static ComparisonOperator Opposite(ComparisonOperator comparison) => comparison.Kind switch
    {
        ComparisonKind.Equal => NotEqual,
        ComparisonKind.NotEqual => Equal,
        ComparisonKind.Less => GreaterOrEqual,
        ComparisonKind.LessOrEqual => Greater,
        ComparisonKind.Greater => LessOrEqual,
        _ => Less,
    };

    /// <summary>A call of a comparison, or null where the sides do not compare.</summary>
    public static Expression? Compare(ComparisonOperator comparison, Expression left, Expression right) => comparison.Bind([left, right]);
}

/// <summary>One of the six comparisons.</summary>
internal sealed class ComparisonOperator(string name, ComparisonKind kind) : ScalarFunction(name)
{
    public ComparisonKind Kind { get; } = kind;

    public override IReadOnlyList<string> Signatures => [$"COMPARABLE {Name} COMPARABLE"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count != 2) return null;
        if ((BooleanAgainstText(arguments) ?? ColumnAgainstItself(arguments)) is { } constant) return constant;
        bool isEquality = Kind is ComparisonKind.Equal or ComparisonKind.NotEqual;
        if (ComparisonAlignment.Align(arguments[0], arguments[1], isEquality) is not { } aligned) return null;
        if (aligned.Left.Type.IsNested && !isEquality) return null;
        bool isNullable = aligned.Left.Type.IsNullable || aligned.Right.Type.IsNullable;
        return new CallExpression(this, [aligned.Left, aligned.Right], DataType.Boolean.WithNullable(isNullable));
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments) =>
        Compile(Kind, call.Children[0].Type, call.Children[1].Type, arguments[0], arguments[1]);

    public override string Format(IReadOnlyList<Expression> arguments) => $"({arguments[0]} {Name} {arguments[1]})";

    /// <summary>What compares two columns of aligned types.</summary>
    public static Evaluator Compile(ComparisonKind kind, DataType left, DataType right, Evaluator a, Evaluator b)
    {
        switch (left.Root)
        {
            case TypeRoot.Boolean: return ComparisonKernels.CreateBoolean(kind, a, b);
            case TypeRoot.TinyInt: return ComparisonKernels.Create<sbyte>(kind, a, b);
            case TypeRoot.SmallInt: return ComparisonKernels.Create<short>(kind, a, b);
            case TypeRoot.Int or TypeRoot.Date or TypeRoot.Time
                or TypeRoot.IntervalYearMonth: return ComparisonKernels.Create<int>(kind, a, b);
            case TypeRoot.Timestamp or TypeRoot.TimestampLtz when left.HasNanoseconds:
                return ComparisonKernels.Create<Int128>(kind, a, b);
            case TypeRoot.BigInt or TypeRoot.Timestamp or TypeRoot.TimestampLtz or TypeRoot.IntervalDayTime:
                return ComparisonKernels.Create<long>(kind, a, b);
            case TypeRoot.Float: return ComparisonKernels.Create<float>(kind, a, b);
            case TypeRoot.Double: return ComparisonKernels.Create<double>(kind, a, b);
            case TypeRoot.Decimal: return CompileDecimal(kind, left, right, a, b);
            case TypeRoot.Array or TypeRoot.Map or TypeRoot.Multiset or TypeRoot.Row:
                bool expected = kind == ComparisonKind.Equal;
                DataType type = left;
                return new FixedRowEvaluator<bool>([a, b], (Column[] columns, int row, EvaluationContext _, out bool result) =>
                {
                    result = ValueComparison.AreEqualByOperator(type, columns[0], row, columns[1], row) == expected;
                    return true;
                });
            default: return BytesComparisonKernels.Create(kind, a, b);
        }
    }

    private static Evaluator CompileDecimal(ComparisonKind kind, DataType left, DataType right, Evaluator a, Evaluator b)
    {
        if (left.Scale == right.Scale && (left.Precision <= 18) == (right.Precision <= 18))
        {
            return left.Precision <= 18 ? ComparisonKernels.Create<long>(kind, a, b) : ComparisonKernels.Create<Int128>(kind, a, b);
        }
        int scale = Math.Max(left.Scale, right.Scale);
        int precision = Math.Max(left.Precision - left.Scale, right.Precision - right.Scale) + scale;
        if (precision <= DataType.MaxDecimalPrecision)
        {
            DataType common = DataType.Decimal(precision, scale);
            return CompileDecimal(kind, common, common, CastCompiler.Compile(a, left, common), CastCompiler.Compile(b, right, common));
        }
        return new FixedRowEvaluator<bool>([a, b], (Column[] columns, int row, EvaluationContext _, out bool result) =>
        {
            int order = DecimalMath.Compare(columns[0].Unscaled(row), left.Scale, columns[1].Unscaled(row), right.Scale);
            result = kind switch
            {
                ComparisonKind.Equal => order == 0,
                ComparisonKind.NotEqual => order != 0,
                ComparisonKind.Less => order < 0,
                ComparisonKind.LessOrEqual => order <= 0,
                ComparisonKind.Greater => order > 0,
                _ => order >= 0,
            };
            return true;
        });
    }

    /// <summary>Flink takes a BOOLEAN and a text for comparable, and finds them never equal.</summary>
    private CallExpression? BooleanAgainstText(IReadOnlyList<Expression> arguments)
    {
        bool meets = arguments[0].Type.Root == TypeRoot.Boolean && arguments[1].Type.IsText
            || arguments[1].Type.Root == TypeRoot.Boolean && arguments[0].Type.IsText;
        if (!meets || Kind is not (ComparisonKind.Equal or ComparisonKind.NotEqual)) return null;
        return Known(arguments, Kind == ComparisonKind.NotEqual);
    }

    /// <summary>A column compared with itself is simplified, so that NaN = NaN is TRUE if it is one column.</summary>
    private CallExpression? ColumnAgainstItself(IReadOnlyList<Expression> arguments)
    {
        if (arguments is not [ColumnExpression { Type.IsApproximate: true } left, ColumnExpression right] || left.Index != right.Index)
            return null;
        return Known(arguments, Kind is ComparisonKind.Equal or ComparisonKind.LessOrEqual or ComparisonKind.GreaterOrEqual);
    }

    private CallExpression Known(IReadOnlyList<Expression> arguments, bool answer) =>
        new(new KnownComparison(Name, answer), arguments, DataType.Boolean.WithNullable(arguments.Any(a => a.Type.IsNullable)));

    /// <summary>A comparison whose answer is known unless a side is NULL.</summary>
    private sealed class KnownComparison(string name, bool answer) : ScalarFunction(name)
    {
        public override IReadOnlyList<string> Signatures => [];

        public override Expression? Bind(IReadOnlyList<Expression> arguments) => null;

        public override Evaluator Compile(CallExpression call, Evaluator[] arguments) =>
            new FixedRowEvaluator<bool>(arguments, (Column[] _, int _, EvaluationContext _, out bool result) =>
            {
                result = answer;
                return true;
            });

        public override string Format(IReadOnlyList<Expression> arguments) => $"({arguments[0]} {Name} {arguments[1]})";
    }
}

/// <summary>IS [NOT] DISTINCT FROM: a comparison for which NULL is a value.</summary>
internal sealed class DistinctFromOperator(string name, bool isDistinct) : ScalarFunction(name)
{
    public override IReadOnlyList<string> Signatures => [$"COMPARABLE {Name} COMPARABLE"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count != 2 || ComparisonAlignment.Align(arguments[0], arguments[1], isEquality: true) is not { } aligned) return null;
        return new CallExpression(this, [aligned.Left, aligned.Right], DataType.Boolean.NotNull());
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments)
    {
        var left = new SharedEvaluator(arguments[0]);
        var right = new SharedEvaluator(arguments[1]);
        Evaluator equal = ComparisonOperator.Compile(ComparisonKind.Equal, call.Children[0].Type, call.Children[1].Type, left, right);
        return new DistinctFromKernel(left, right, equal, isDistinct);
    }

    public override string Format(IReadOnlyList<Expression> arguments) => $"({arguments[0]} {Name} {arguments[1]})";
}

/// <summary>x [NOT] BETWEEN a AND b, which is x >= a AND x &lt;= b.</summary>
internal sealed class BetweenOperator(string name, bool isNegated) : ScalarFunction(name)
{
    public override IReadOnlyList<string> Signatures => [$"COMPARABLE {Name} COMPARABLE AND COMPARABLE"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count != 3) return null;
        Expression? low = ComparisonOperators.GreaterOrEqual.Bind([arguments[0], arguments[1]]);
        Expression? high = ComparisonOperators.LessOrEqual.Bind([arguments[0], arguments[2]]);
        if (low is null || high is null) return null;
        Expression both = LogicOperators.And.Bind([low, high])!;
        return isNegated ? LogicOperators.Not.Bind([both]) : both;
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments) =>
        throw new System.Diagnostics.UnreachableException("BETWEEN is bound to comparisons.");
}
