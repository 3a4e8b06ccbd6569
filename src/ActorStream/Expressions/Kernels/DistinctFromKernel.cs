using ActorStream.Types;

namespace ActorStream.Expressions.Kernels;

/// <summary>Compares with NULL as a value: gives TRUE or FALSE, never NULL.</summary>
internal sealed class DistinctFromKernel(SharedEvaluator left, SharedEvaluator right, Evaluator equal, bool isDistinct) : Evaluator
{
    public override bool CanFail => equal.CanFail;

    public override Column Evaluate(Batch batch, EvaluationContext context)
    {
        ulong[]? leftNulls = left.Evaluate(batch, context).Nulls;
        ulong[]? rightNulls = right.Evaluate(batch, context).Nulls;
        var equals = (FixedColumn<bool>)equal.Evaluate(batch, context);
        bool[] results = GC.AllocateUninitializedArray<bool>(batch.Count);
        for (int i = 0; i < results.Length; i++)
        {
            bool leftIsNull = NullBits.IsNull(leftNulls, i);
            bool rightIsNull = NullBits.IsNull(rightNulls, i);
            bool same = leftIsNull | rightIsNull ? leftIsNull & rightIsNull : equals.Values[i];
            results[i] = same != isDistinct;
        }
        left.Clear();
        right.Clear();
        return new FixedColumn<bool>(results, results.Length);
    }
}
