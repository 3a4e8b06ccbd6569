using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>AND, OR, NOT and the tests for NULL, TRUE and FALSE.</summary>
internal static class LogicOperators
{
    public static readonly ScalarFunction And = new AndOrOperator("AND", isAnd: true);
    public static readonly ScalarFunction Or = new AndOrOperator("OR", isAnd: false);
    public static readonly ScalarFunction Not = new NotOperator();
    public static readonly ScalarFunction IsNull = new NullTestOperator("IS NULL", isNull: true);
    public static readonly ScalarFunction IsNotNull = new NullTestOperator("IS NOT NULL", isNull: false);

    public static IEnumerable<(string Name, ScalarFunction Function)> All()
    {
        ScalarFunction[] all =
        [
            And, Or, Not, IsNull, IsNotNull,
            new TruthTestOperator("IS TRUE", true, answerForNull: false, isNegated: false),
            new TruthTestOperator("IS NOT TRUE", true, answerForNull: true, isNegated: true),
            new TruthTestOperator("IS FALSE", false, answerForNull: false, isNegated: false),
            new TruthTestOperator("IS NOT FALSE", false, answerForNull: true, isNegated: true),
            new NullTestOperator("IS UNKNOWN", isNull: true, onlyBoolean: true),
            new NullTestOperator("IS NOT UNKNOWN", isNull: false, onlyBoolean: true),
        ];
        return all.Select(f => (f.Name, f));
    }

    /// <summary>An argument as a condition: BOOLEAN, or an untyped NULL made one; null for anything else.</summary>
    public static Expression? AsCondition(Expression argument) => argument.Type.Root switch
    {
        TypeRoot.Boolean => argument,
        TypeRoot.Null => ImplicitCast.To(argument, DataType.Boolean),
        _ => null,
    };
}

/// <summary>AND and OR, of two or more conditions.</summary>
internal sealed class AndOrOperator(string name, bool isAnd) : ScalarFunction(name)
{
    public override IReadOnlyList<string> Signatures => [$"BOOLEAN {Name} BOOLEAN"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count < 2) return null;
        Expression?[] conditions = [.. arguments.Select(LogicOperators.AsCondition)];
        if (conditions.Any(c => c is null)) return null;
        return new CallExpression(this, conditions!, DataType.Boolean.WithNullable(conditions.Any(c => c!.Type.IsNullable)));
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments) =>
        LogicKernel.Join([.. call.Children], arguments, isAnd);

    public override string Format(IReadOnlyList<Expression> arguments) => $"({string.Join($" {Name} ", arguments)})";
}

/// <summary>NOT.</summary>
internal sealed class NotOperator() : ScalarFunction("NOT")
{
    public override IReadOnlyList<string> Signatures => ["NOT BOOLEAN"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments) =>
        arguments.Count == 1 && LogicOperators.AsCondition(arguments[0]) is { } condition ? Negated(condition) : null;

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments) => Compile(arguments[0]);

    /// <summary>A negated condition. Flink turns NOT (a &lt; b) into a &gt;= b, and NOT of AND and OR likewise, which shows where a side
    /// is NaN; elsewhere NOT stays.</summary>
    private CallExpression Negated(Expression condition)
    {
        if (MeetsFloating(condition))
        {
            var call = (CallExpression)condition;
            if (call.Function is ComparisonOperator comparison)
                return new CallExpression(ComparisonOperators.Opposite(comparison), call.Children, call.Type);
            if (call.Function == LogicOperators.And || call.Function == LogicOperators.Or)
            {
                ScalarFunction dual = call.Function == LogicOperators.And ? LogicOperators.Or : LogicOperators.And;
                return new CallExpression(dual, [.. call.Children.Select(Negated)], call.Type);
            }
        }
        return new CallExpression(this, [condition], DataType.Boolean.WithNullable(condition.Type.IsNullable));
    }

    private static bool MeetsFloating(Expression condition) => condition is CallExpression call
        && (call.Function is ComparisonOperator
            ? call.Children[0].Type.IsApproximate
            : (call.Function == LogicOperators.And || call.Function == LogicOperators.Or) && call.Children.Any(MeetsFloating));

    /// <summary>What negates a condition.</summary>
    public static Evaluator Compile(Evaluator condition) => new UnaryKernel<bool, bool, Negate>(condition);

    public override string Format(IReadOnlyList<Expression> arguments) => $"NOT({arguments[0]})";

    private readonly struct Negate : IUnary<bool, bool>
    {
        public static bool Invoke(bool value) => !value;
    }
}

/// <summary>IS [NOT] NULL and IS [NOT] UNKNOWN.</summary>
internal sealed class NullTestOperator(string name, bool isNull, bool onlyBoolean = false) : ScalarFunction(name)
{
    public override IReadOnlyList<string> Signatures => [$"{(onlyBoolean ? "BOOLEAN" : "ANY")} {Name}"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count != 1) return null;
        Expression? argument = onlyBoolean ? LogicOperators.AsCondition(arguments[0]) : arguments[0];
        return argument is null ? null : new CallExpression(this, [argument], DataType.Boolean.NotNull());
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments) => new NullTest(arguments[0], isNull);

    public override string Format(IReadOnlyList<Expression> arguments) => $"{arguments[0]} {Name}";

    private sealed class NullTest(Evaluator argument, bool isNull) : Evaluator
    {
        public override bool CanFail => argument.CanFail;

        public override Column Evaluate(Batch batch, EvaluationContext context)
        {
            ulong[]? nulls = argument.Evaluate(batch, context).Nulls;
            bool[] results = new bool[batch.Count];
            if (nulls is null)
            {
                Array.Fill(results, !isNull);
            }
            else
            {
                for (int i = 0; i < results.Length; i++) results[i] = NullBits.IsNull(nulls, i) == isNull;
            }
            return new FixedColumn<bool>(results, results.Length);
        }
    }
}

/// <summary>IS [NOT] TRUE and IS [NOT] FALSE.</summary>
internal sealed class TruthTestOperator(string name, bool truth, bool answerForNull, bool isNegated) : ScalarFunction(name)
{
    public override IReadOnlyList<string> Signatures => [$"BOOLEAN {Name}"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments) =>
        arguments.Count == 1 && LogicOperators.AsCondition(arguments[0]) is { } condition
            ? new CallExpression(this, [condition], DataType.Boolean.NotNull())
            : null;

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments) =>
        new TruthTest(arguments[0], truth != isNegated, answerForNull);

    public override string Format(IReadOnlyList<Expression> arguments) => $"{arguments[0]} {Name}";

    private sealed class TruthTest(Evaluator argument, bool wanted, bool answerForNull) : Evaluator
    {
        public override bool CanFail => argument.CanFail;

        public override Column Evaluate(Batch batch, EvaluationContext context)
        {
            var column = (FixedColumn<bool>)argument.Evaluate(batch, context);
            bool[] results = new bool[batch.Count];
            for (int i = 0; i < results.Length; i++) results[i] = column.IsNull(i) ? answerForNull : column.Values[i] == wanted;
            return new FixedColumn<bool>(results, results.Length);
        }
    }
}
