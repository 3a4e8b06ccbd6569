using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary><c>(a - b) DAY</c>: how far two TIMESTAMPs are apart, as an interval of milliseconds.</summary>
internal sealed class MomentDifference() : ScalarFunction("MINUS_INTERVAL")
{
    public static MomentDifference Instance { get; } = new();

    public override IReadOnlyList<string> Signatures => ["(DATETIME - DATETIME) UNIT"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        bool moments = arguments.Count == 2 && arguments.All(a => a.Type.IsTimestamp || a.Type.Root == TypeRoot.Date);
        if (!moments)
        {
            return null;
        }

        bool local = arguments.All(a => a.Type.Root == TypeRoot.TimestampLtz);
        Expression[] cast = [.. arguments.Select(a => local ? a : ImplicitCast.To(a, DataType.Timestamp(3)))];
        return new CallExpression(this, cast, DataType.IntervalDayTime.WithNullable(arguments.Any(a => a.Type.IsNullable)));
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments) => new FixedRowEvaluator<long>(
        [.. arguments.Zip(call.Children, (a, c) => NanosecondKernels.Micros(a, c.Type))],
        (Column[] columns, int row, EvaluationContext _, out long result) =>
        {
            result = DateTimeMath.FloorDiv(columns[0].Get<long>(row), CalendarMath.MicrosPerMilli)
                - DateTimeMath.FloorDiv(columns[1].Get<long>(row), CalendarMath.MicrosPerMilli);
            return true;
        });

    public override string Format(IReadOnlyList<Expression> arguments) => $"({arguments[0]} - {arguments[1]})";
}
