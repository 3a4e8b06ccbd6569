using ActorStream.Types;

namespace ActorStream.Expressions.Kernels;

/// <summary>What a comparison makes of the order of two byte strings.</summary>
internal interface IOrderTest
{
    static abstract bool Invoke(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right);
}

/// <summary>Compares text or binary byte by byte, unsigned: the order of UTF-8 is that of code points.</summary>
internal sealed class BytesComparisonKernel<TTest>(Evaluator left, Evaluator right) : Evaluator
    where TTest : struct, IOrderTest
{
    public override bool CanFail => left.CanFail || right.CanFail;

    public override Column Evaluate(Batch batch, EvaluationContext context)
    {
        var leftColumn = (BytesColumn)left.Evaluate(batch, context);
        var rightColumn = (BytesColumn)right.Evaluate(batch, context);
        int count = batch.Count;
        bool[] results = GC.AllocateUninitializedArray<bool>(count);
        if (count > 0 && right.IsConstant)
        {
            ReadOnlySpan<byte> constant = rightColumn[0];
            for (int i = 0; i < results.Length; i++) results[i] = TTest.Invoke(leftColumn[i], constant);
        }
        else
        {
            for (int i = 0; i < results.Length; i++) results[i] = TTest.Invoke(leftColumn[i], rightColumn[i]);
        }
        return new FixedColumn<bool>(results, count, NullBits.Union(leftColumn.Nulls, rightColumn.Nulls));
    }
}

/// <summary>Kernels that compare text or binary.</summary>
internal static class BytesComparisonKernels
{
    /// <summary>The kernel for a comparison.</summary>
    public static Evaluator Create(ComparisonKind kind, Evaluator left, Evaluator right) => kind switch
    {
        ComparisonKind.Equal => new BytesComparisonKernel<Equal>(left, right),
        ComparisonKind.NotEqual => new BytesComparisonKernel<NotEqual>(left, right),
        ComparisonKind.Less => new BytesComparisonKernel<Less>(left, right),
        ComparisonKind.LessOrEqual => new BytesComparisonKernel<LessOrEqual>(left, right),
        ComparisonKind.Greater => new BytesComparisonKernel<Greater>(left, right),
        _ => new BytesComparisonKernel<GreaterOrEqual>(left, right),
    };

    private readonly struct Equal : IOrderTest
    {
        public static bool Invoke(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => left.SequenceEqual(right);
    }

    private readonly struct NotEqual : IOrderTest
    {
        public static bool Invoke(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => !left.SequenceEqual(right);
    }

    private readonly struct Less : IOrderTest
    {
        public static bool Invoke(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => left.SequenceCompareTo(right) < 0;
    }

    private readonly struct LessOrEqual : IOrderTest
    {
        public static bool Invoke(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => left.SequenceCompareTo(right) <= 0;
    }

    private readonly struct Greater : IOrderTest
    {
        public static bool Invoke(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => left.SequenceCompareTo(right) > 0;
    }

    private readonly struct GreaterOrEqual : IOrderTest
    {
        public static bool Invoke(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => left.SequenceCompareTo(right) >= 0;
    }
}
