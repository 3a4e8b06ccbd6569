using ActorStream.Types;

namespace ActorStream.Expressions.Kernels;

/// <summary>An operator over one value of fixed size; a struct without fields, so that the JIT specialises its kernel.</summary>
internal interface IUnary<TIn, TOut>
{
    static abstract TOut Invoke(TIn value);

    /// <summary>Whether it throws for some value. What does not is also computed for NULL rows, whose values are arbitrary.</summary>
    static virtual bool CanFail => false;
}

/// <summary>Applies an operator to a column; NULL gives NULL.</summary>
internal sealed class UnaryKernel<TIn, TOut, TOperator>(Evaluator argument) : Evaluator
    where TIn : unmanaged
    where TOut : unmanaged
    where TOperator : struct, IUnary<TIn, TOut>
{
    public override bool CanFail => TOperator.CanFail || argument.CanFail;

    public override Column Evaluate(Batch batch, EvaluationContext context)
    {
        var column = (FixedColumn<TIn>)argument.Evaluate(batch, context);
        ReadOnlySpan<TIn> values = column.Span;
        TOut[] results = GC.AllocateUninitializedArray<TOut>(values.Length);
        ulong[]? nulls = column.Nulls;
        if (!TOperator.CanFail || nulls is null)
        {
            for (int i = 0; i < values.Length; i++) results[i] = TOperator.Invoke(values[i]);
        }
        else
        {
            for (int i = 0; i < values.Length; i++)
            {
                results[i] = NullBits.IsNull(nulls, i) ? default : TOperator.Invoke(values[i]);
            }
        }
        return new FixedColumn<TOut>(results, values.Length, nulls);
    }
}
