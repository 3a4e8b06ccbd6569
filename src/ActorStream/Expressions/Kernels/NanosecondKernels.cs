using ActorStream.Types;

namespace ActorStream.Expressions.Kernels;

/// <summary>Computes with timestamps of 7 to 9 digits by way of their microseconds, for which everything is written.</summary>
internal static class NanosecondKernels
{
    /// <summary>The argument in microseconds, rounded down; itself where it has no nanoseconds.</summary>
    public static Evaluator Micros(Evaluator argument, DataType type) =>
        type.HasNanoseconds ? new UnaryKernel<Int128, long, Floor>(argument) : argument;

    /// <summary>The argument in microseconds, rounded up; itself where it has no nanoseconds.</summary>
    public static Evaluator MicrosUp(Evaluator argument, DataType type) =>
        type.HasNanoseconds ? new UnaryKernel<Int128, long, Ceiling>(argument) : argument;

    /// <summary>Microseconds as a value of a type with nanoseconds; themselves where the type has none.</summary>
    public static Evaluator Widen(Evaluator micros, DataType type) =>
        type.HasNanoseconds ? new UnaryKernel<long, Int128, FromMicros>(micros) : micros;

    /// <summary>What moves a timestamp by whole microseconds: computed on its microseconds, the nanoseconds put back.</summary>
    /// <param name="argument">A timestamp with nanoseconds.</param>
    /// <param name="move">Makes what computes the result of the microseconds.</param>
    public static Evaluator Move(Evaluator argument, Func<Evaluator, Evaluator> move)
    {
        var shared = new SharedEvaluator(argument);
        return new BinaryKernel<long, Int128, Int128, WithNanos>(move(new UnaryKernel<Int128, long, Floor>(shared)), shared);
    }

    private readonly struct Floor : IUnary<Int128, long>
    {
        public static long Invoke(Int128 value) => DateTimeMath.SplitNanos(value).Micros;
    }

    private readonly struct Ceiling : IUnary<Int128, long>
    {
        public static long Invoke(Int128 value) => DateTimeMath.SplitNanos(value + 999).Micros;
    }

    private readonly struct FromMicros : IUnary<long, Int128>
    {
        public static Int128 Invoke(long value) => DateTimeMath.ToNanos(value);
    }

    private readonly struct WithNanos : IBinary<long, Int128, Int128>
    {
        public static Int128 Invoke(long left, Int128 right) => DateTimeMath.ToNanos(left, DateTimeMath.SplitNanos(right).Nanos);
    }
}
