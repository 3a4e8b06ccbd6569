using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>TIMESTAMPDIFF(unit, from, to): whole units between two points in time; wraps where it does not fit an INT.</summary>
internal sealed class TimestampDiffFunction() : ScalarFunction("TIMESTAMPDIFF")
{
    public override IReadOnlyList<string> Signatures => ["TIMESTAMPDIFF(unit, DATE | TIMESTAMP, DATE | TIMESTAMP)"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count != 3 || TimeUnits.Read(arguments[0]) is not { } unit) return null;
        bool isKnown = unit is TimeUnit.Century or TimeUnit.Decade or TimeUnit.Year or TimeUnit.Quarter or TimeUnit.Month or TimeUnit.Week
            or TimeUnit.Microsecond or TimeUnit.Nanosecond || CalendarMath.SizeOf(unit) > 0;
        if (!isKnown || !IsPoint(arguments[1].Type) || !IsPoint(arguments[2].Type)) return null;
        if (arguments[1].Type.Root == TypeRoot.TimestampLtz != (arguments[2].Type.Root == TypeRoot.TimestampLtz)) return null;
        bool isNullable = arguments[1].Type.IsNullable || arguments[2].Type.IsNullable;
        return new CallExpression(this, arguments, (unit == TimeUnit.Nanosecond ? DataType.BigInt : DataType.Int).WithNullable(isNullable));
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments)
    {
        TimeUnit unit = TimeUnits.Read(call.Children[0])!.Value;
        bool fromDate = call.Children[1].Type.Root == TypeRoot.Date, toDate = call.Children[2].Type.Root == TypeRoot.Date;
        Evaluator[] points =
        [
            NanosecondKernels.Micros(arguments[1], call.Children[1].Type), NanosecondKernels.Micros(arguments[2], call.Children[2].Type),
        ];
        if (call.Type.Root == TypeRoot.BigInt)
        {
            return new FixedRowEvaluator<long>(points, (Column[] c, int row, EvaluationContext _, out long result) =>
            {
                result = Difference(unit, Micros(c[0], row, fromDate), Micros(c[1], row, toDate));
                return true;
            });
        }
        return new FixedRowEvaluator<int>(points, (Column[] c, int row, EvaluationContext _, out int result) =>
        {
            result = unchecked((int)Difference(unit, Micros(c[0], row, fromDate), Micros(c[1], row, toDate)));
            return true;
        });
    }

    private static bool IsPoint(DataType type) => type.IsTimestamp || type.Root == TypeRoot.Date;

    private static long Micros(Column column, int row, bool isDate) =>
        isDate ? column.Get<int>(row) * DateTimeMath.MicrosPerDay : column.Get<long>(row);

    private static long Difference(TimeUnit unit, long from, long to)
    {
        switch (unit)
        {
            case TimeUnit.Month: return CalendarMath.MonthsBetween(from, to);
            case TimeUnit.Quarter: return CalendarMath.MonthsBetween(from, to) / 3;
            case TimeUnit.Year or TimeUnit.Decade: return CalendarMath.MonthsBetween(from, to) / 12;
            case TimeUnit.Century: return CalendarMath.MonthsBetween(from, to) / 1200;
        }
        long millis = DateTimeMath.FloorDiv(to, CalendarMath.MicrosPerMilli) - DateTimeMath.FloorDiv(from, CalendarMath.MicrosPerMilli);
        return unit switch
        {
            // Fractions of seconds are whole seconds in a smaller unit, as in Flink.
            TimeUnit.Millisecond => millis / 1000 * 1000,
            TimeUnit.Microsecond => millis / 1000 * 1_000_000,
            TimeUnit.Nanosecond => millis / 1000 * 1_000_000_000,
            TimeUnit.Week => millis / (7L * DateTimeMath.MillisPerDay),
            _ => millis / (CalendarMath.SizeOf(unit) / CalendarMath.MicrosPerMilli),
        };
    }
}
