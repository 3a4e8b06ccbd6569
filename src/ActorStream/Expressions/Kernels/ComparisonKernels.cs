using System.Numerics;

namespace ActorStream.Expressions.Kernels;

/// <summary>Comparisons of numbers, as struct operators for <see cref="BinaryKernel{TLeft, TRight, TOut, TOperator}"/>.</summary>
internal static class ComparisonKernels
{
    /// <summary>The kernel for a comparison of two columns of one physical number type.</summary>
    public static Evaluator Create<T>(ComparisonKind kind, Evaluator left, Evaluator right)
        where T : unmanaged, IComparisonOperators<T, T, bool> => kind switch
        {
            ComparisonKind.Equal => new BinaryKernel<T, T, bool, Equal<T>>(left, right),
            ComparisonKind.NotEqual => new BinaryKernel<T, T, bool, NotEqual<T>>(left, right),
            ComparisonKind.Less => new BinaryKernel<T, T, bool, Less<T>>(left, right),
            ComparisonKind.LessOrEqual => new BinaryKernel<T, T, bool, LessOrEqual<T>>(left, right),
            ComparisonKind.Greater => new BinaryKernel<T, T, bool, Greater<T>>(left, right),
            _ => new BinaryKernel<T, T, bool, GreaterOrEqual<T>>(left, right),
        };

    /// <summary>The kernel for a comparison of two BOOLEANs: FALSE is less than TRUE.</summary>
    public static Evaluator CreateBoolean(ComparisonKind kind, Evaluator left, Evaluator right) => kind switch
    {
        ComparisonKind.Equal => new BinaryKernel<bool, bool, bool, BooleanEqual>(left, right),
        ComparisonKind.NotEqual => new BinaryKernel<bool, bool, bool, BooleanNotEqual>(left, right),
        ComparisonKind.Less => new BinaryKernel<bool, bool, bool, BooleanLess>(left, right),
        ComparisonKind.LessOrEqual => new BinaryKernel<bool, bool, bool, BooleanLessOrEqual>(left, right),
        ComparisonKind.Greater => new BinaryKernel<bool, bool, bool, BooleanLess>(right, left),
        _ => new BinaryKernel<bool, bool, bool, BooleanLessOrEqual>(right, left),
    };

    private readonly struct Equal<T> : IBinary<T, T, bool>
        where T : IEqualityOperators<T, T, bool>
    {
        public static bool Invoke(T left, T right) => left == right;
    }

    private readonly struct NotEqual<T> : IBinary<T, T, bool>
        where T : IEqualityOperators<T, T, bool>
    {
        public static bool Invoke(T left, T right) => left != right;
    }

    private readonly struct Less<T> : IBinary<T, T, bool>
        where T : IComparisonOperators<T, T, bool>
    {
        public static bool Invoke(T left, T right) => left < right;
    }

    private readonly struct LessOrEqual<T> : IBinary<T, T, bool>
        where T : IComparisonOperators<T, T, bool>
    {
        public static bool Invoke(T left, T right) => left <= right;
    }

    private readonly struct Greater<T> : IBinary<T, T, bool>
        where T : IComparisonOperators<T, T, bool>
    {
        public static bool Invoke(T left, T right) => left > right;
    }

    private readonly struct GreaterOrEqual<T> : IBinary<T, T, bool>
        where T : IComparisonOperators<T, T, bool>
    {
        public static bool Invoke(T left, T right) => left >= right;
    }

    private readonly struct BooleanEqual : IBinary<bool, bool, bool>
    {
        public static bool Invoke(bool left, bool right) => left == right;
    }

    private readonly struct BooleanNotEqual : IBinary<bool, bool, bool>
    {
        public static bool Invoke(bool left, bool right) => left != right;
    }

    private readonly struct BooleanLess : IBinary<bool, bool, bool>
    {
        public static bool Invoke(bool left, bool right) => !left & right;
    }

    private readonly struct BooleanLessOrEqual : IBinary<bool, bool, bool>
    {
        public static bool Invoke(bool left, bool right) => !left | right;
    }
}
