using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>FLOOR and CEIL: of a number, or of a time to a unit.</summary>
internal sealed class RoundTimeFunction(string name, bool isCeiling) : ScalarFunction(name)
{
    private readonly Form _numbers = NumberFunctions.Whole(isCeiling);

    public override IReadOnlyList<string> Signatures => [$"{Name}(NUMERIC)", $"{Name}(DATETIME TO unit)"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count == 1)
        {
            if (arguments[0].Type.IsInterval) return new CallExpression(this, arguments, arguments[0].Type);
            return _numbers.Match(arguments) is { } matched ? new CallExpression(this, matched, _numbers.ResultOf(matched)) : null;
        }
        if (arguments.Count != 2 || TimeUnits.Read(arguments[1]) is not { } unit) return null;
        DataType type = arguments[0].Type;
        if (!type.IsTimestamp && type.Root is not (TypeRoot.Date or TypeRoot.Time)) return null;
        bool isKnown = unit is TimeUnit.Millennium or TimeUnit.Century or TimeUnit.Decade or TimeUnit.Year or TimeUnit.Quarter
            or TimeUnit.Month or TimeUnit.Week || CalendarMath.SizeOf(unit) > 0;
        return isKnown ? new CallExpression(this, arguments, type) : null;
    }

    public override string Format(IReadOnlyList<Expression> arguments) =>
        arguments.Count == 1 ? base.Format(arguments) : $"{Name}({arguments[0]} TO {Constants.Text(arguments[1])})";

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments)
    {
        if (arguments.Length == 1) return call.Type.IsInterval ? arguments[0] : _numbers.Compile(call, arguments);
        TimeUnit unit = TimeUnits.Read(call.Children[1])!.Value;
        long size = CalendarMath.SizeOf(unit);
        bool up = isCeiling;
        // Up to a millisecond all digits count; what is longer looks at milliseconds only.
        Evaluator[] value =
        [
            up && unit == TimeUnit.Millisecond ? NanosecondKernels.MicrosUp(arguments[0], call.Type)
                : NanosecondKernels.Micros(arguments[0], call.Type),
        ];
        if (call.Type.Root == TypeRoot.Date)
        {
            if (size > 0) return arguments[0];
            return new FixedRowEvaluator<int>(value, (Column[] c, int row, EvaluationContext _, out int result) =>
            {
                result = CalendarMath.RoundDate(unit, c[0].Get<int>(row), up);
                return true;
            });
        }
        if (call.Type.Root == TypeRoot.Time)
        {
            if (size is 0 or DateTimeMath.MicrosPerDay) return arguments[0];
            return new FixedRowEvaluator<int>(value, (Column[] c, int row, EvaluationContext _, out int result) =>
            {
                result = (int)(CalendarMath.RoundTimestamp(unit, c[0].Get<int>(row) * 1000L, up) / 1000);
                return true;
            });
        }
        bool isInstant = call.Type.Root == TypeRoot.TimestampLtz;
        var rounded = new FixedRowEvaluator<long>(value, (Column[] c, int row, EvaluationContext context, out long result) =>
        {
            long micros = c[0].Get<long>(row);
            // The offset is that of the instant itself, also where the result lies before a change of the clocks.
            long offset = isInstant ? DateTimeMath.ToLocal(micros, context.LocalTimeZone) - micros : 0;
            result = CalendarMath.RoundTimestamp(unit, micros + offset, up) - offset;
            return true;
        });
        return NanosecondKernels.Widen(rounded, call.Type);
    }
}
