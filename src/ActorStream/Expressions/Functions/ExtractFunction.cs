using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>EXTRACT(unit FROM x) and the functions that stand for one unit.</summary>
internal sealed class ExtractFunction(string name, TimeUnit? fixedUnit) : ScalarFunction(name)
{
    public override IReadOnlyList<string> Signatures =>
        [fixedUnit is null ? "EXTRACT(unit FROM DATETIME | INTERVAL)" : $"{Name}(DATETIME | INTERVAL)"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count != (fixedUnit is null ? 2 : 1)) return null;
        DataType type = arguments[^1].Type;
        if (Unit(arguments) is not { } unit || !Takes(type, unit)) return null;
        return new CallExpression(this, arguments, DataType.BigInt.WithNullable(type.IsNullable));
    }

    public override string Format(IReadOnlyList<Expression> arguments) =>
        fixedUnit is null ? $"EXTRACT({Constants.Text(arguments[0])} FROM {arguments[1]})" : base.Format(arguments);

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments)
    {
        TimeUnit unit = Unit(call.Children)!.Value;
        DataType type = call.Children[^1].Type;
        if (unit == TimeUnit.Nanosecond && type.HasNanoseconds) return Nanoseconds(arguments[^1], type.Root == TypeRoot.TimestampLtz);
        Evaluator value = NanosecondKernels.Micros(arguments[^1], type);
        bool isOfDate = CalendarMath.PartOfDate(unit, 0) is not null;
        switch (type.Root)
        {
            case TypeRoot.Date: return new FixedRowEvaluator<long>([value], (Column[] c, int row, EvaluationContext _, out long result) =>
            {
                int days = c[0].Get<int>(row);
                result = CalendarMath.PartOfDate(unit, days) ?? (unit == TimeUnit.Epoch ? days * 86_400L : 0);
                return true;
            });
            case TypeRoot.Time: return new FixedRowEvaluator<long>([value], (Column[] c, int row, EvaluationContext _, out long result) =>
            {
                result = CalendarMath.PartOfTime(unit, c[0].Get<int>(row) * CalendarMath.MicrosPerMilli);
                return true;
            });
            case TypeRoot.IntervalYearMonth:
                return new FixedRowEvaluator<long>([value], (Column[] c, int row, EvaluationContext _, out long result) =>
                {
                    result = OfMonths(unit, c[0].Get<int>(row));
                    return true;
                });
            case TypeRoot.IntervalDayTime:
                return new FixedRowEvaluator<long>([value], (Column[] c, int row, EvaluationContext _, out long result) =>
                {
                    long millis = c[0].Get<long>(row);
                    result = unit == TimeUnit.Day ? millis / DateTimeMath.MillisPerDay
                        : CalendarMath.PartOfTime(unit, millis * CalendarMath.MicrosPerMilli);
                    return true;
                });
        }
        bool isInstant = type.Root == TypeRoot.TimestampLtz;
        return new FixedRowEvaluator<long>([value], (Column[] c, int row, EvaluationContext context, out long result) =>
        {
            long micros = c[0].Get<long>(row);
            if (isInstant) micros = DateTimeMath.ToLocal(micros, context.LocalTimeZone);
            result = isOfDate ? CalendarMath.PartOfDate(unit, CalendarMath.DayOf(micros))!.Value : CalendarMath.PartOfTime(unit, micros);
            return true;
        });
    }

    /// <summary>The nanoseconds of the second.</summary>
    private static FixedRowEvaluator<long> Nanoseconds(Evaluator value, bool isInstant) =>
        new([value], (Column[] c, int row, EvaluationContext context, out long result) =>
        {
            (long micros, int nanos) = DateTimeMath.SplitNanos(c[0].Get<Int128>(row));
            if (isInstant) micros = DateTimeMath.ToLocal(micros, context.LocalTimeZone);
            result = CalendarMath.MicrosOfSecond(micros) * 1000 + nanos;
            return true;
        });

    private TimeUnit? Unit(IReadOnlyList<Expression> arguments) => fixedUnit ?? TimeUnits.Read(arguments[0]);

    private static bool Takes(DataType type, TimeUnit unit) => type.Root switch
    {
        TypeRoot.Date or TypeRoot.Timestamp or TypeRoot.TimestampLtz => true,
        TypeRoot.Time => unit is TimeUnit.Hour or TimeUnit.Minute or TimeUnit.Second or TimeUnit.Millisecond,
        TypeRoot.IntervalYearMonth => unit is TimeUnit.Year or TimeUnit.Quarter or TimeUnit.Month or TimeUnit.Decade or TimeUnit.Century
            or TimeUnit.Millennium,
        TypeRoot.IntervalDayTime => unit is TimeUnit.Day or TimeUnit.Hour or TimeUnit.Minute or TimeUnit.Second or TimeUnit.Millisecond
            or TimeUnit.Epoch,
        _ => false,
    };

    private static long OfMonths(TimeUnit unit, int months) => unit switch
    {
        TimeUnit.Year => months / 12,
        TimeUnit.Quarter => months % 12 / 3 + 1,
        TimeUnit.Month => months % 12,
        TimeUnit.Decade => months / 120,
        TimeUnit.Century => months / 1200,
        _ => months / 12000,
    };
}
