using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>Dates, times and timestamps plus or minus intervals, intervals with each other, intervals times numbers.</summary>
internal static class IntervalArithmetic
{
    /// <summary>The call, or null where the types do not fit. An interval always becomes the right argument.</summary>
    public static Expression? Bind(ScalarFunction function, char sign, Expression left, Expression right)
    {
        bool isNullable = left.Type.IsNullable || right.Type.IsNullable;
        if (sign is '+' or '*' && left.Type.IsInterval && !right.Type.IsInterval) (left, right) = (right, left);
        if (!right.Type.IsInterval) return null;
        if (sign == '*')
        {
            if (!left.Type.IsInteger) return null;
            DataType factor = right.Type.Root == TypeRoot.IntervalYearMonth && left.Type.Root != TypeRoot.BigInt
                ? DataType.Int : DataType.BigInt;
            return new CallExpression(function, [ImplicitCast.To(left, factor), right], right.Type.WithNullable(isNullable));
        }
        if (sign is not ('+' or '-')) return null;
        bool fits = left.Type.IsInterval ? left.Type.Root == right.Type.Root
            : left.Type.IsTimestamp || left.Type.Root is TypeRoot.Date or TypeRoot.Time;
        return fits ? new CallExpression(function, [left, right], left.Type.WithNullable(isNullable)) : null;
    }

    /// <summary>Whether a bound call is one of these.</summary>
    public static bool IsOne(CallExpression call) => call.Children.Count == 2 && call.Children[1].Type.IsInterval;

    /// <summary>Makes what computes a call.</summary>
    public static Evaluator Compile(char sign, CallExpression call, Evaluator[] arguments)
    {
        (Evaluator a, Evaluator b) = (arguments[0], arguments[1]);
        DataType left = call.Children[0].Type;
        bool isMonths = call.Children[1].Type.Root == TypeRoot.IntervalYearMonth;
        if (left.HasNanoseconds) return NanosecondKernels.Move(a, m => Shift(sign == '+', left.Root, isMonths, m, b));
        if (sign == '*')
        {
            if (!isMonths) return ArithmeticKernels.CreateInteger<long>('*', a, b);
            return left.Root == TypeRoot.Int
                ? ArithmeticKernels.CreateInteger<int>('*', a, b) : new BinaryKernel<long, int, int, MonthsTimes>(a, b);
        }
        if (left.IsInterval) return isMonths
            ? ArithmeticKernels.CreateInteger<int>(sign, a, b) : ArithmeticKernels.CreateInteger<long>(sign, a, b);
        return Shift(sign == '+', left.Root, isMonths, a, b);
    }

    /// <summary>A date, time or timestamp in microseconds plus or minus an interval. TIMESTAMP_LTZ moves by the months of UTC.</summary>
    private static Evaluator Shift(bool isPlus, TypeRoot root, bool isMonths, Evaluator a, Evaluator b) =>
        root switch
        {
            TypeRoot.Date when isMonths => isPlus
                ? new BinaryKernel<int, int, int, DatePlusMonths>(a, b) : new BinaryKernel<int, int, int, DateMinusMonths>(a, b),
            TypeRoot.Date => isPlus
                ? new BinaryKernel<int, long, int, DatePlusMillis>(a, b) : new BinaryKernel<int, long, int, DateMinusMillis>(a, b),
            TypeRoot.Time when isMonths => a,
            TypeRoot.Time => isPlus
                ? new BinaryKernel<int, long, int, TimePlusMillis>(a, b) : new BinaryKernel<int, long, int, TimeMinusMillis>(a, b),
            _ when isMonths => isPlus
                ? new BinaryKernel<long, int, long, TimestampPlusMonths>(a, b) : new BinaryKernel<long, int, long,
                    TimestampMinusMonths>(a, b),
            _ => isPlus
                ? new BinaryKernel<long, long, long, TimestampPlusMillis>(a, b) : new BinaryKernel<long, long, long,
                    TimestampMinusMillis>(a, b),
        };

    private readonly struct MonthsTimes : IBinary<long, int, int>
    {
        public static int Invoke(long left, int right) => unchecked((int)(left * right));
    }

    private readonly struct DatePlusMonths : IBinary<int, int, int>
    {
        public static int Invoke(int left, int right) => DateTimeMath.AddMonths(left, right);
    }

    private readonly struct DateMinusMonths : IBinary<int, int, int>
    {
        public static int Invoke(int left, int right) => DateTimeMath.AddMonths(left, -right);
    }

    /// <summary>Whole days of the interval count; what is less than a day does not.</summary>
    private readonly struct DatePlusMillis : IBinary<int, long, int>
    {
        public static int Invoke(int left, long right) => unchecked(left + (int)(right / DateTimeMath.MillisPerDay));
    }

    private readonly struct DateMinusMillis : IBinary<int, long, int>
    {
        public static int Invoke(int left, long right) => DatePlusMillis.Invoke(left, -right);
    }

    private readonly struct TimePlusMillis : IBinary<int, long, int>
    {
        public static int Invoke(int left, long right)
        {
            long sum = left + right % DateTimeMath.MillisPerDay;
            return (int)(sum - DateTimeMath.FloorDiv(sum, DateTimeMath.MillisPerDay) * DateTimeMath.MillisPerDay);
        }
    }

    private readonly struct TimeMinusMillis : IBinary<int, long, int>
    {
        public static int Invoke(int left, long right) => TimePlusMillis.Invoke(left, -right);
    }

    private readonly struct TimestampPlusMonths : IBinary<long, int, long>
    {
        public static long Invoke(long left, int right) => DateTimeMath.AddMonths(left, right);
    }

    private readonly struct TimestampMinusMonths : IBinary<long, int, long>
    {
        public static long Invoke(long left, int right) => DateTimeMath.AddMonths(left, -right);
    }

    private readonly struct TimestampPlusMillis : IBinary<long, long, long>
    {
        public static long Invoke(long left, long right) => unchecked(left + right * 1000);
    }

    private readonly struct TimestampMinusMillis : IBinary<long, long, long>
    {
        public static long Invoke(long left, long right) => unchecked(left - right * 1000);
    }
}
