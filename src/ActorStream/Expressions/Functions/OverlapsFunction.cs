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

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments)
    {
        DataType[] types = [.. call.Children.Select(c => c.Type)];
        return new FixedRowEvaluator<bool>(arguments, (Column[] c, int row, EvaluationContext _, out bool result) =>
        {
            long? start = Point(c[0], row, types[0]), otherStart = Point(c[2], row, types[2]);
            long? end = End(start, c[1], row, types[0], types[1]), otherEnd = End(otherStart, c[3], row, types[2], types[3]);
            bool isOrdered = start <= end, isOtherOrdered = otherStart <= otherEnd;
            (long? low, long? high) = isOrdered ? (start, end) : (end, start);
            (long? otherLow, long? otherHigh) = isOtherOrdered ? (otherStart, otherEnd) : (otherEnd, otherStart);
            bool? first = high is null || otherLow is null ? null : high >= otherLow;
            bool? second = otherHigh is null || low is null ? null : otherHigh >= low;
            bool? both = first & second;
            result = both ?? false;
            return both is not null;
        }, seesNulls: true);
    }

    private static bool IsPoint(DataType type) => type.IsTimestamp || type.Root is TypeRoot.Date or TypeRoot.Time;

    private static bool IsEnd(DataType start, DataType end) =>
        end.Root == start.Root || end.Root == TypeRoot.IntervalDayTime
        || end.Root == TypeRoot.IntervalYearMonth && start.Root != TypeRoot.Time;

    private static long? Point(Column column, int row, DataType type) => column.IsNull(row) ? null : type.Root switch
    {
        TypeRoot.Date => column.Get<int>(row) * DateTimeMath.MicrosPerDay,
        TypeRoot.Time => column.Get<int>(row) * CalendarMath.MicrosPerMilli,
        _ => column.Get<long>(row),
    };

    private static long? End(long? start, Column column, int row, DataType startType, DataType type)
    {
        if (!type.IsInterval) return Point(column, row, type);
        if (start is null || column.IsNull(row)) return null;
        if (type.Root == TypeRoot.IntervalYearMonth) return DateTimeMath.AddMonths(start.Value, column.Get<int>(row));
        long end = start.Value + column.Get<long>(row) * CalendarMath.MicrosPerMilli;
        return startType.Root == TypeRoot.Time ? end % DateTimeMath.MicrosPerDay : end;
    }
}
