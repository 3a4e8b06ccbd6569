using ActorStream.Types;

namespace ActorStream.Expressions.Kernels;

/// <summary>An operator over two values of fixed size; a struct without fields, so that the JIT specialises its kernel.</summary>
internal interface IBinary<TLeft, TRight, TOut>
{
    static abstract TOut Invoke(TLeft left, TRight right);

    /// <summary>Whether it throws for some values. What does not is also computed for NULL rows, whose values are arbitrary.</summary>
    static virtual bool CanFail => false;
}

/// <summary>Applies an operator to two columns, or to a column and a constant; NULL on either side gives NULL.</summary>
internal sealed class BinaryKernel<TLeft, TRight, TOut, TOperator>(Evaluator left, Evaluator right) : Evaluator
    where TLeft : unmanaged
    where TRight : unmanaged
    where TOut : unmanaged
    where TOperator : struct, IBinary<TLeft, TRight, TOut>
{
    public override bool CanFail => TOperator.CanFail || left.CanFail || right.CanFail;

    public override Column Evaluate(Batch batch, EvaluationContext context)
    {
        var leftColumn = (FixedColumn<TLeft>)left.Evaluate(batch, context);
        var rightColumn = (FixedColumn<TRight>)right.Evaluate(batch, context);
        int count = batch.Count;
        TOut[] results = GC.AllocateUninitializedArray<TOut>(count);
        ulong[]? nulls = NullBits.Union(leftColumn.Nulls, rightColumn.Nulls);
        if (TOperator.CanFail && nulls is not null) Checked(leftColumn.Span, rightColumn.Span, nulls, results);
        else if (count > 0 && right.IsConstant) WithRight(leftColumn.Span, rightColumn.Values[0], results);
        else if (count > 0 && left.IsConstant) WithLeft(leftColumn.Values[0], rightColumn.Span, results);
        else Both(leftColumn.Span, rightColumn.Span, results);
        return new FixedColumn<TOut>(results, count, nulls);
    }

    private static void Both(ReadOnlySpan<TLeft> left, ReadOnlySpan<TRight> right, Span<TOut> results)
    {
        right = right[..left.Length];
        results = results[..left.Length];
        for (int i = 0; i < left.Length; i++) results[i] = TOperator.Invoke(left[i], right[i]);
    }

    private static void WithRight(ReadOnlySpan<TLeft> left, TRight right, Span<TOut> results)
    {
        results = results[..left.Length];
        for (int i = 0; i < left.Length; i++) results[i] = TOperator.Invoke(left[i], right);
    }

    private static void WithLeft(TLeft left, ReadOnlySpan<TRight> right, Span<TOut> results)
    {
        results = results[..right.Length];
        for (int i = 0; i < right.Length; i++) results[i] = TOperator.Invoke(left, right[i]);
    }

    private static void Checked(ReadOnlySpan<TLeft> left, ReadOnlySpan<TRight> right, ulong[] nulls, Span<TOut> results)
    {
        for (int i = 0; i < left.Length; i++)
        {
            results[i] = NullBits.IsNull(nulls, i) ? default : TOperator.Invoke(left[i], right[i]);
        }
    }
}
