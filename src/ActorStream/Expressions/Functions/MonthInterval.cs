namespace ActorStream.Expressions.Functions;

/// <summary>A number of months as an interval; for <c>(a - b) MONTH</c>.</summary>
internal sealed class MonthInterval() : ScalarFunction("MONTHS")
{
    public static MonthInterval Instance { get; } = new();

    public override IReadOnlyList<string> Signatures => ["MONTHS(INT)"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments) => arguments is [{ Type.Root: TypeRoot.Int }]
        ? new CallExpression(this, arguments, DataType.IntervalYearMonth.WithNullable(arguments[0].Type.IsNullable))
        : null;

    /// <summary>Both are an <c>int</c>.</summary>
    public override Evaluator Compile(CallExpression call, Evaluator[] arguments) => arguments[0];
}
