using System.Numerics;
using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>(a, b) OVERLAPS (c, d): whether two periods share a point in time; the second part is an end or a length.</summary>
internal sealed class OverlapsFunction() : ScalarFunction("OVERLAPS")
{
    public override IReadOnlyList<string> Signatures => ["(DATETIME, DATETIME | INTERVAL) OVERLAPS (DATETIME, DATETIME | INTERVAL)"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count != 4 || !IsPoint(arguments[0].Type) || arguments[0].Type.Root != arguments[2].Type.Root) return null;
        if (!IsEnd(arguments[0].Type, arguments[1].Type) || !IsEnd(arguments[2].Type, arguments[3].Type)) return null;
        return new CallExpression(this, arguments, DataType.Boolean.WithNullable(arguments.Any(a => a.Type.IsNullable)));
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments) => call.Children.Any(c => c.Type.HasNanoseconds)
        ? Compile(call, arguments, static (micros, nanos) => DateTimeMath.ToNanos(micros, nanos))
        : Compile(call, arguments, static (micros, _) => micros);

    /// <summary>Compares points in time as microseconds, or as nanoseconds where one has them.</summary>
    private static FixedRowEvaluator<bool> Compile<T>(CallExpression call, Evaluator[] arguments, Func<long, int, T> scale)
        where T : struct, IComparisonOperators<T, T, bool>
    {
        DataType[] types = [.. call.Children.Select(c => c.Type)];
        return new FixedRowEvaluator<bool>(arguments, (Column[] c, int row, EvaluationContext _, out bool result) =>
        {
            T? start = Scaled(Point(c[0], row, types[0])), otherStart = Scaled(Point(c[2], row, types[2]));
            T? end = Scaled(End(c, 0, row, types)), otherEnd = Scaled(End(c, 2, row, types));
            (T? low, T? high) = IsOrdered(start, end) ? (start, end) : (end, start);
            (T? otherLow, T? otherHigh) = IsOrdered(otherStart, otherEnd) ? (otherStart, otherEnd) : (otherEnd, otherStart);
            bool? first = high is null || otherLow is null ? null : high.Value >= otherLow.Value;
            bool? second = otherHigh is null || low is null ? null : otherHigh.Value >= low.Value;
            bool? both = first & second;
            result = both ?? false;
            return both is not null;
        }, seesNulls: true);

        T? Scaled((long Micros, int Nanos)? point) => point is { } p ? scale(p.Micros, p.Nanos) : null;

        static bool IsOrdered(T? start, T? end) => start is { } s && end is { } e && s <= e;
    }

    private static bool IsPoint(DataType type) => type.IsTimestamp || type.Root is TypeRoot.Date or TypeRoot.Time;

    private static bool IsEnd(DataType start, DataType end) =>
        end.Root == start.Root || end.Root == TypeRoot.IntervalDayTime
        || end.Root == TypeRoot.IntervalYearMonth && start.Root != TypeRoot.Time;

    private static (long Micros, int Nanos)? Point(Column column, int row, DataType type) => column.IsNull(row) ? null : type.Root switch
    {
        TypeRoot.Date => (column.Get<int>(row) * DateTimeMath.MicrosPerDay, 0),
        TypeRoot.Time => (column.Get<int>(row) * CalendarMath.MicrosPerMilli, 0),
        _ when type.HasNanoseconds => DateTimeMath.SplitNanos(column.Get<Int128>(row)),
        _ => (column.Get<long>(row), 0),
    };

    /// <summary>The end of the period that starts with the argument <paramref name="first"/>.</summary>
    private static (long Micros, int Nanos)? End(Column[] columns, int first, int row, DataType[] types)
    {
        (Column column, DataType type) = (columns[first + 1], types[first + 1]);
        if (!type.IsInterval) return Point(column, row, type);
        if (column.IsNull(row) || Point(columns[first], row, types[first]) is not { } start) return null;
        if (type.Root == TypeRoot.IntervalYearMonth) return (DateTimeMath.AddMonths(start.Micros, column.Get<int>(row)), start.Nanos);
        long end = start.Micros + column.Get<long>(row) * CalendarMath.MicrosPerMilli;
        return (types[first].Root == TypeRoot.Time ? end % DateTimeMath.MicrosPerDay : end, start.Nanos);
    }
}
