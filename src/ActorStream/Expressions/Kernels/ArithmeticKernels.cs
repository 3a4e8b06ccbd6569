using System.Numerics;
using ActorStream.Types;

namespace ActorStream.Expressions.Kernels;

/// <summary>Arithmetic of integers and floating numbers, as struct operators. Integers wrap around.</summary>
internal static class ArithmeticKernels
{
    /// <summary>The kernel for an operator sign over two columns of one physical type; % is only for integers.</summary>
    public static Evaluator Create<T>(char sign, Evaluator left, Evaluator right)
        where T : unmanaged, INumber<T> => sign switch
        {
            '+' => new BinaryKernel<T, T, T, Add<T>>(left, right),
            '-' => new BinaryKernel<T, T, T, Subtract<T>>(left, right),
            '*' => new BinaryKernel<T, T, T, Multiply<T>>(left, right),
            _ => new BinaryKernel<T, T, T, DivideFloating<T>>(left, right),
        };

    /// <summary>The kernel for an operator sign over two columns of one integer type.</summary>
    public static Evaluator CreateInteger<T>(char sign, Evaluator left, Evaluator right)
        where T : unmanaged, IBinaryInteger<T>, ISignedNumber<T> => sign switch
        {
            '/' => new BinaryKernel<T, T, T, DivideInteger<T>>(left, right),
            '%' => new BinaryKernel<T, T, T, Remainder<T>>(left, right),
            _ => Create<T>(sign, left, right),
        };

    /// <summary>The kernel for a division of floating constants, which fails where the divisor is zero.</summary>
    public static Evaluator CreateConstantQuotient<T>(Evaluator left, Evaluator right)
        where T : unmanaged, INumber<T> => new BinaryKernel<T, T, T, DivideConstant<T>>(left, right);

    /// <summary>The kernel for unary minus.</summary>
    public static Evaluator CreateNegate<T>(Evaluator argument)
        where T : unmanaged, INumber<T> => new UnaryKernel<T, T, Negate<T>>(argument);

    public static EvaluationException DivisionByZero() =>
        new("Division by zero.", "Guard the divisor, for example with NULLIF(divisor, 0).");

    private readonly struct Add<T> : IBinary<T, T, T>
        where T : INumber<T>
    {
        public static T Invoke(T left, T right) => unchecked(left + right);
    }

    private readonly struct Subtract<T> : IBinary<T, T, T>
        where T : INumber<T>
    {
        public static T Invoke(T left, T right) => unchecked(left - right);
    }

    private readonly struct Multiply<T> : IBinary<T, T, T>
        where T : INumber<T>
    {
        public static T Invoke(T left, T right) => unchecked(left * right);
    }

    private readonly struct DivideFloating<T> : IBinary<T, T, T>
        where T : INumber<T>
    {
        public static T Invoke(T left, T right) => left / right;
    }

    private readonly struct DivideConstant<T> : IBinary<T, T, T>
        where T : INumber<T>
    {
        public static bool CanFail => true;

        public static T Invoke(T left, T right) => T.IsZero(right) ? throw DivisionByZero() : left / right;
    }

    private readonly struct DivideInteger<T> : IBinary<T, T, T>
        where T : IBinaryInteger<T>, ISignedNumber<T>
    {
        public static bool CanFail => true;

        public static T Invoke(T left, T right)
        {
            if (T.IsZero(right)) throw DivisionByZero();
            // The least value ÷ −1 overflows in the processor; it wraps around to itself.
            return right == T.NegativeOne ? unchecked(T.Zero - left) : left / right;
        }
    }

    private readonly struct Remainder<T> : IBinary<T, T, T>
        where T : IBinaryInteger<T>, ISignedNumber<T>
    {
        public static bool CanFail => true;

        public static T Invoke(T left, T right)
        {
            if (T.IsZero(right)) throw DivisionByZero();
            return right == T.NegativeOne ? T.Zero : left % right;
        }
    }

    private readonly struct Negate<T> : IUnary<T, T>
        where T : INumber<T>
    {
        public static T Invoke(T value) => unchecked(-value);
    }
}

/// <summary>Arithmetic of DECIMALs: on plain longs where nothing can overflow, else value by value with NULL for what does not
/// fit.</summary>
internal static class DecimalKernels
{
    /// <summary>The kernel for an operator sign.</summary>
    public static Evaluator Create(char sign, DataType left, DataType right, DataType result, Evaluator a, Evaluator b)
    {
        bool isNarrow = left.Precision <= 18 && right.Precision <= 18 && result.Precision <= 18;
        if (isNarrow && sign is '+' or '-' && result.Scale == Math.Max(left.Scale, right.Scale) && isNarrow)
        {
            return new ScaledAddKernel(a, b, DecimalMath.LongPow10(result.Scale - left.Scale),
                DecimalMath.LongPow10(result.Scale - right.Scale), sign == '-');
        }
        if (isNarrow && sign == '*' && result.Scale == left.Scale + right.Scale) return ArithmeticKernels.Create<long>('*', a, b);
        return result.Precision <= 18
            ? new DecimalKernel<long>(a, b, sign, left.Scale, right.Scale, result)
            : new DecimalKernel<Int128>(a, b, sign, left.Scale, right.Scale, result);
    }

    /// <summary>left × factor ± right × factor; the result type's precision leaves room for it.</summary>
    private sealed class ScaledAddKernel(Evaluator left, Evaluator right, long leftFactor, long rightFactor, bool isMinus) : Evaluator
    {
        public override bool CanFail => left.CanFail || right.CanFail;

        public override Column Evaluate(Batch batch, EvaluationContext context)
        {
            var leftColumn = (FixedColumn<long>)left.Evaluate(batch, context);
            var rightColumn = (FixedColumn<long>)right.Evaluate(batch, context);
            ReadOnlySpan<long> l = leftColumn.Span;
            ReadOnlySpan<long> r = rightColumn.Span[..l.Length];
            long[] results = GC.AllocateUninitializedArray<long>(l.Length);
            long factor = isMinus ? -rightFactor : rightFactor;
            for (int i = 0; i < results.Length; i++) results[i] = l[i] * leftFactor + r[i] * factor;
            return new FixedColumn<long>(results, results.Length, NullBits.Union(leftColumn.Nulls, rightColumn.Nulls));
        }
    }

    private sealed class DecimalKernel<TOut>(Evaluator left, Evaluator right, char sign, int leftScale, int rightScale, DataType type)
        : Evaluator
        where TOut : unmanaged, INumber<TOut>
    {
        public override bool CanFail => sign is '/' or '%' || left.CanFail || right.CanFail;

        public override Column Evaluate(Batch batch, EvaluationContext context)
        {
            Column leftColumn = left.Evaluate(batch, context);
            Column rightColumn = right.Evaluate(batch, context);
            ulong[]? inputNulls = NullBits.Union(leftColumn.Nulls, rightColumn.Nulls);
            ulong[]? nulls = inputNulls;
            TOut[] results = GC.AllocateUninitializedArray<TOut>(batch.Count);
            for (int i = 0; i < results.Length; i++)
            {
                results[i] = default;
                if (NullBits.IsNull(inputNulls, i)) continue;
                if (Compute(leftColumn.Unscaled(i), rightColumn.Unscaled(i), out Int128 value))
                {
                    results[i] = TOut.CreateTruncating(value);
                    continue;
                }
                if (ReferenceEquals(nulls, inputNulls)) nulls = inputNulls is null ? NullBits.Create(batch.Count) : [.. inputNulls];
                NullBits.Set(nulls!, i);
            }
            return new FixedColumn<TOut>(results, batch.Count, nulls);
        }

        private bool Compute(Int128 l, Int128 r, out Int128 value)
        {
            switch (sign)
            {
                case '+': return DecimalMath.TryAdd(l, leftScale, r, rightScale, 1, type.Precision, type.Scale, out value);
                case '-': return DecimalMath.TryAdd(l, leftScale, r, rightScale, -1, type.Precision, type.Scale, out value);
                case '*': return DecimalMath.TryMultiply(l, r, leftScale + rightScale, type.Precision, type.Scale, out value);
            }
            if (r == 0) throw ArithmeticKernels.DivisionByZero();
            return sign == '/'
                ? DecimalMath.TryDivide(l, leftScale, r, rightScale, type.Precision, type.Scale, out value)
                : DecimalMath.TryRemainder(l, leftScale, r, rightScale, type.Precision, type.Scale, out value);
        }
    }
}
