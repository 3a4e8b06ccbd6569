using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>COALESCE, IFNULL, NULLIF, IF, GREATEST, LEAST.</summary>
internal static class ConditionalFunctions
{
    public static readonly ScalarFunction Coalesce = new CoalesceFunction("COALESCE", 1, int.MaxValue);

    public static IEnumerable<(string Name, ScalarFunction Function)> All()
    {
        ScalarFunction[] all =
        [
            Coalesce, new CoalesceFunction("IFNULL", 2, 2), new NullIfFunction(), new IfFunction(),
            new ExtremeFunction("GREATEST", ComparisonKind.Greater), new ExtremeFunction("LEAST", ComparisonKind.Less),
        ];
        return all.Select(f => (f.Name, f));
    }

    /// <summary>The arguments cast to their common type, or null where they have none.</summary>
    public static Expression[]? ToCommonType(IReadOnlyList<Expression> arguments)
    {
        if (TypeCoercion.CommonType([.. arguments.Select(a => a.Type)]) is not { } type || type.Root == TypeRoot.Null) return null;
        return [.. arguments.Select(a => ImplicitCast.To(a, type))];
    }
}

/// <summary>COALESCE and IFNULL: the first argument that is not NULL. Later ones are computed only where they are needed. IFNULL of
/// text that is never NULL keeps its type.</summary>
internal sealed class CoalesceFunction(string name, int least, int most) : ScalarFunction(name)
{
    public override IReadOnlyList<string> Signatures => [$"{Name}(ANY, {(most == 2 ? "ANY" : "…")})"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count < least || arguments.Count > most) return null;
        if (ConditionalFunctions.ToCommonType(arguments) is not { } aligned) return null;
        if (most == 2 && !arguments[0].Type.IsNullable)
        {
            return new CallExpression(this, arguments[0].Type.IsText ? arguments : aligned, arguments[0].Type.IsText
                ? arguments[0].Type : aligned[0].Type.NotNull());
        }
        return new CallExpression(this, aligned, aligned[0].Type.WithNullable(aligned.All(a => a.Type.IsNullable)));
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments) => most == 2 && !call.Children[0].Type.IsNullable
        ? arguments[0]
        : new CoalesceEvaluator(call.Type, [.. arguments.Select((a, i) => new SubsetEvaluator(call.Children[i], a))]);

    private sealed class CoalesceEvaluator(DataType type, SubsetEvaluator[] arguments) : Evaluator
    {
        public override bool CanFail { get; } = arguments.Any(a => a.CanFail);

        public override Column Evaluate(Batch batch, EvaluationContext context)
        {
            Column first = arguments[0].Evaluate(batch, context);
            if (first.Nulls is null || arguments.Length == 1) return first;
            var columns = new Column?[arguments.Length];
            columns[0] = first;
            int[] choice = new int[batch.Count];
            int[] open = new int[batch.Count];
            int openCount = 0;
            for (int i = 0; i < choice.Length; i++)
            {
                if (first.IsNull(i)) open[openCount++] = i;
            }
            for (int k = 1; k < arguments.Length && openCount > 0; k++)
            {
                ReadOnlySpan<int> rows = open.AsSpan(0, openCount);
                Column column = arguments[k].CanFail
                    ? arguments[k].EvaluateSpread(batch, rows, context) : arguments[k].Evaluate(batch, context);
                columns[k] = column;
                int kept = 0;
                foreach (int row in rows)
                {
                    choice[row] = k;
                    if (column.IsNull(row)) open[kept++] = row;
                }
                openCount = kept;
            }
            return ColumnMerge.Choose(type, columns, choice);
        }
    }
}

/// <summary>NULLIF(a, b): NULL where a = b, else a.</summary>
internal sealed class NullIfFunction() : ScalarFunction("NULLIF")
{
    public override IReadOnlyList<string> Signatures => ["NULLIF(COMPARABLE, COMPARABLE)"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count != 2 || arguments[0].Type.Root == TypeRoot.Null) return null;
        if (ComparisonOperators.Equal.Bind([arguments[0], arguments[1]]) is not { } equal) return null;
        return new CallExpression(this, [arguments[0], equal, arguments[1]], arguments[0].Type.Nullable());
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments) => new NullIfEvaluator(arguments[0], arguments[1]);

    public override string Format(IReadOnlyList<Expression> arguments) => $"NULLIF({arguments[0]}, {arguments[2]})";

    /// <summary>The type that TYPEOF shows: NULLIF of two constants that differ is the first of them, and NOT NULL.</summary>
    public static DataType ShownType(CallExpression call)
    {
        if (call.Children[0] is not LiteralExpression || call.Children[2] is not LiteralExpression) return call.Type;
        var context = new EvaluationContext(TimeZoneInfo.Utc);
        return ExpressionCompiler.Compile(call).Evaluate(new Batch([], 1), context).IsNull(0) ? call.Type : call.Children[0].Type;
    }

    private sealed class NullIfEvaluator(Evaluator value, Evaluator equal) : Evaluator
    {
        public override bool CanFail => value.CanFail || equal.CanFail;

        public override Column Evaluate(Batch batch, EvaluationContext context)
        {
            Column column = value.Evaluate(batch, context);
            var equals = (FixedColumn<bool>)equal.Evaluate(batch, context);
            ulong[]? nulls = null;
            for (int i = 0; i < batch.Count; i++)
            {
                if (!equals.Values[i] || equals.IsNull(i)) continue;
                nulls ??= column.Nulls is null ? NullBits.Create(batch.Count) : [.. column.Nulls];
                NullBits.Set(nulls, i);
            }
            return nulls is null ? column : column.WithNulls(nulls);
        }
    }
}

/// <summary>IF(condition, a, b), which is a CASE.</summary>
internal sealed class IfFunction() : ScalarFunction("IF")
{
    public override IReadOnlyList<string> Signatures => ["IF(BOOLEAN, SCALAR, SCALAR)"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count != 3 || arguments.Skip(1).Any(a => a.Type.Root == TypeRoot.Null)) return null;
        if (LogicOperators.AsCondition(arguments[0]) is not { } condition) return null;
        if (ConditionalFunctions.ToCommonType([arguments[1], arguments[2]]) is not { } results) return null;
        if (results[0].Type is { IsNested: true } or { Root: TypeRoot.IntervalDayTime or TypeRoot.IntervalYearMonth }) return null;
        return new CaseExpression([condition, .. results], results[0].Type.WithNullable(results.Any(r => r.Type.IsNullable)))
        {
            IsIf = true,
        };
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments) =>
        throw new System.Diagnostics.UnreachableException("IF is bound to CASE.");
}

/// <summary>GREATEST and LEAST; NULL if any argument is.</summary>
internal sealed class ExtremeFunction(string name, ComparisonKind better) : ScalarFunction(name)
{
    public override IReadOnlyList<string> Signatures => [$"{Name}(COMPARABLE, …)"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count == 0 || ConditionalFunctions.ToCommonType(arguments) is not { } aligned) return null;
        if (aligned[0].Type.IsNested) return null;
        return new CallExpression(this, aligned, aligned[0].Type.WithNullable(aligned.Any(a => a.Type.IsNullable)));
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments) => Best(call.Type, arguments);

    /// <summary>A balanced tree, so that a long list does not become deep calls.</summary>
    private Evaluator Best(DataType type, ReadOnlySpan<Evaluator> arguments)
    {
        if (arguments.Length == 1) return arguments[0];
        int half = (arguments.Length + 1) / 2;
        var left = new SharedEvaluator(Best(type, arguments[..half]));
        var right = new SharedEvaluator(Best(type, arguments[half..]));
        return new Better(type, left, right, IsBetter(type, right, left));
    }

    /// <summary>Of DOUBLE and FLOAT, NaN is the greatest and 0.0 is above -0.0, as Java's compareTo orders them.</summary>
    private Evaluator IsBetter(DataType type, Evaluator one, Evaluator other)
    {
        if (!type.IsApproximate) return ComparisonOperator.Compile(better, type, type, one, other);
        int sign = better == ComparisonKind.Greater ? 1 : -1;
        return new FixedRowEvaluator<bool>([one, other], (Column[] columns, int row, EvaluationContext _, out bool result) =>
        {
            int order = columns[0] is FixedColumn<double> doubles
                ? JavaMath.Compare(doubles[row], ((FixedColumn<double>)columns[1])[row])
                : JavaMath.Compare(((FixedColumn<float>)columns[0])[row], ((FixedColumn<float>)columns[1])[row]);
            result = order * sign > 0;
            return true;
        });
    }

    /// <summary>The right value where the test says so, else the left one.</summary>
    private sealed class Better(DataType type, SharedEvaluator left, SharedEvaluator right, Evaluator test) : Evaluator
    {
        public override bool CanFail { get; } = test.CanFail;

        public override Column Evaluate(Batch batch, EvaluationContext context)
        {
            Column leftColumn = left.Evaluate(batch, context);
            Column rightColumn = right.Evaluate(batch, context);
            var tests = (FixedColumn<bool>)test.Evaluate(batch, context);
            int[] choice = new int[batch.Count];
            for (int i = 0; i < choice.Length; i++) choice[i] = tests.IsNull(i) ? -1 : tests.Values[i] ? 1 : 0;
            left.Clear();
            right.Clear();
            return ColumnMerge.Choose(type, [leftColumn, rightColumn], choice);
        }
    }
}
