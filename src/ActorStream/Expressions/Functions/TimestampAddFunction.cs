using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>TIMESTAMPADD(unit, count, time): a point in time so many units later.</summary>
internal sealed class TimestampAddFunction() : ScalarFunction("TIMESTAMPADD")
{
    public override IReadOnlyList<string> Signatures => ["TIMESTAMPADD(unit, INTEGER, DATE | TIME | TIMESTAMP)"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count != 3 || TimeUnits.Read(arguments[0]) is not { } unit) return null;
        if (!arguments[1].Type.IsInteger || Months(unit) == 0 && Micros(unit) == 0) return null;
        DataType type = arguments[2].Type;
        bool isNullable = arguments[1].Type.IsNullable || type.IsNullable;
        DataType? result = type.Root switch
        {
            TypeRoot.Date => Months(unit) > 0 || unit is TimeUnit.Day or TimeUnit.Week ? DataType.Date : DataType.Timestamp(6),
            TypeRoot.Time => type,
            TypeRoot.Timestamp when unit == TimeUnit.Millisecond => DataType.Timestamp(Math.Max(3, type.Precision)),
            TypeRoot.TimestampLtz when unit == TimeUnit.Millisecond => DataType.TimestampLtz(Math.Max(3, type.Precision)),
            TypeRoot.Timestamp or TypeRoot.TimestampLtz => type,
            _ => null,
        };
        if (result is null) return null;
        Expression count = ImplicitCast.To(arguments[1], DataType.BigInt);
        return new CallExpression(this, [arguments[0], count, arguments[2]], result.WithNullable(isNullable));
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments)
    {
        TimeUnit unit = TimeUnits.Read(call.Children[0])!.Value;
        int months = Months(unit);
        long micros = Micros(unit);
        if (call.Type.HasNanoseconds)
        {
            return NanosecondKernels.Move(arguments[2], m => Moments([arguments[1], m], months, micros, fromDate: false));
        }
        bool fromDate = call.Children[2].Type.Root == TypeRoot.Date;
        Evaluator[] values = [arguments[1], arguments[2]];
        if (call.Type.Root == TypeRoot.Date)
        {
            return new FixedRowEvaluator<int>(values, (Column[] c, int row, EvaluationContext _, out int result) =>
            {
                long count = c[0].Get<long>(row);
                int days = c[1].Get<int>(row);
                result = months > 0 ? DateTimeMath.AddMonths(days, MonthsOf(count, months))
                    : (int)(days + count * (micros / DateTimeMath.MicrosPerDay));
                return true;
            });
        }
        if (call.Type.Root == TypeRoot.Time)
        {
            return new FixedRowEvaluator<int>(values, (Column[] c, int row, EvaluationContext _, out int result) =>
            {
                long shifted = c[1].Get<int>(row) + (months > 0 ? 0 : c[0].Get<long>(row) * (micros / CalendarMath.MicrosPerMilli));
                result = (int)((shifted % DateTimeMath.MillisPerDay + DateTimeMath.MillisPerDay) % DateTimeMath.MillisPerDay);
                return true;
            });
        }
        return Moments(values, months, micros, fromDate);
    }

    /// <summary>So many times the months or microseconds after a TIMESTAMP or a DATE.</summary>
    private static FixedRowEvaluator<long> Moments(Evaluator[] values, int months, long micros, bool fromDate) =>
        new(values, (Column[] c, int row, EvaluationContext _, out long result) =>
        {
            long count = c[0].Get<long>(row);
            long start = fromDate ? c[1].Get<int>(row) * DateTimeMath.MicrosPerDay : c[1].Get<long>(row);
            result = months > 0 ? DateTimeMath.AddMonths(start, MonthsOf(count, months)) : start + count * micros;
            return true;
        });

    private static int MonthsOf(long count, int months) => (int)Math.Clamp(count * months, -1_000_000, 1_000_000);

    private static int Months(TimeUnit unit) => unit switch
    {
        TimeUnit.Month => 1,
        TimeUnit.Quarter => 3,
        TimeUnit.Year => 12,
        TimeUnit.Decade => 120,
        TimeUnit.Century => 1200,
        TimeUnit.Millennium => 12000,
        _ => 0,
    };

    private static long Micros(TimeUnit unit) => unit == TimeUnit.Week ? 7 * DateTimeMath.MicrosPerDay : CalendarMath.SizeOf(unit);
}
