using ActorStream.Types;

namespace ActorStream.Expressions.Kernels;

/// <summary>An operator from the bytes of one value to a value of fixed size; a struct without fields. It must not throw.</summary>
internal interface IBytesTo<TOut>
{
    static abstract TOut Invoke(ReadOnlySpan<byte> value);
}

/// <summary>Applies an operator to each text or binary value; NULL gives NULL.</summary>
internal sealed class BytesToFixedKernel<TOut, TOperator>(Evaluator argument) : Evaluator
    where TOut : unmanaged
    where TOperator : struct, IBytesTo<TOut>
{
    public override bool CanFail => argument.CanFail;

    public override Column Evaluate(Batch batch, EvaluationContext context)
    {
        var column = (BytesColumn)argument.Evaluate(batch, context);
        TOut[] results = GC.AllocateUninitializedArray<TOut>(column.Length);
        for (int i = 0; i < results.Length; i++) results[i] = TOperator.Invoke(column[i]);
        return new FixedColumn<TOut>(results, results.Length, column.Nulls);
    }
}

/// <summary>An operator that gives a part of one value, such as TRIM; a struct without fields. It must not throw.</summary>
internal interface IBytesSlice
{
    /// <summary>Where the part starts within the value, and how long it is.</summary>
    static abstract (int Start, int Length) Invoke(ReadOnlySpan<byte> value);
}

/// <summary>Takes a part of each value without copying a byte; NULL gives NULL.</summary>
internal sealed class BytesSliceKernel<TOperator>(Evaluator argument) : Evaluator
    where TOperator : struct, IBytesSlice
{
    public override bool CanFail => argument.CanFail;

    public override Column Evaluate(Batch batch, EvaluationContext context)
    {
        var column = (BytesColumn)argument.Evaluate(batch, context);
        int count = column.Length;
        int[] starts = GC.AllocateUninitializedArray<int>(count);
        int[] lengths = GC.AllocateUninitializedArray<int>(count);
        for (int i = 0; i < count; i++)
        {
            (int start, lengths[i]) = TOperator.Invoke(column[i]);
            starts[i] = column.Starts[i] + start;
        }
        return new BytesColumn(column.Data, starts, lengths, count, column.Nulls);
    }
}
