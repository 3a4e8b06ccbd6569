using System.Numerics;
using System.Runtime.InteropServices;
using ActorStream.Types;

namespace ActorStream.Expressions.Kernels;

/// <summary>AND or OR of two conditions by three-valued logic. A right side that can fail is computed only for the rows that the
/// left side does not decide.</summary>
/// <param name="left">The left side.</param>
/// <param name="right">The right side.</param>
/// <param name="isAnd">True for AND, false for OR.</param>
internal sealed class LogicKernel(Evaluator left, SubsetEvaluator right, bool isAnd) : Evaluator
{
    public override bool CanFail { get; } = left.CanFail || right.CanFail;

    /// <summary>One evaluator for many conditions: a balanced tree, so that a long list does not become deep calls.</summary>
    /// <param name="conditions">The conditions.</param>
    /// <param name="evaluators">What computes each of them.</param>
    /// <param name="isAnd">True for AND, false for OR.</param>
    public static Evaluator Join(ReadOnlySpan<Expression> conditions, ReadOnlySpan<Evaluator> evaluators, bool isAnd)
    {
        if (evaluators.Length == 1) return evaluators[0];
        int half = (evaluators.Length + 1) / 2;
        Evaluator right = Join(conditions[half..], evaluators[half..], isAnd);
        return new LogicKernel(
            Join(conditions[..half], evaluators[..half], isAnd), new SubsetEvaluator(conditions[half..], right), isAnd);
    }

    public override Column Evaluate(Batch batch, EvaluationContext context)
    {
        var leftColumn = (FixedColumn<bool>)left.Evaluate(batch, context);
        FixedColumn<bool>? rightColumn = EvaluateRight(batch, leftColumn, context);
        if (rightColumn is null) return leftColumn;
        int count = batch.Count;
        bool[] results = GC.AllocateUninitializedArray<bool>(count);
        if (leftColumn.Nulls is null && rightColumn.Nulls is null)
        {
            Combine(leftColumn.Span, rightColumn.Span, results);
            return new FixedColumn<bool>(results, count);
        }
        ulong[]? nulls = null;
        for (int i = 0; i < count; i++)
        {
            bool leftIsNull = leftColumn.IsNull(i);
            bool rightIsNull = rightColumn.IsNull(i);
            bool decided = (!leftIsNull && leftColumn.Values[i] != isAnd) || (!rightIsNull && rightColumn.Values[i] != isAnd);
            results[i] = decided != isAnd;
            if (decided || !(leftIsNull | rightIsNull)) continue;
            nulls ??= NullBits.Create(count);
            NullBits.Set(nulls, i);
        }
        return new FixedColumn<bool>(results, count, nulls);
    }

    /// <summary>The right side's column, or null where the left side decides every row. Rows that it decides are arbitrary.</summary>
    private FixedColumn<bool>? EvaluateRight(Batch batch, FixedColumn<bool> leftColumn, EvaluationContext context)
    {
        if (!right.CanFail) return (FixedColumn<bool>)right.Evaluate(batch, context);
        int[] rows = new int[batch.Count];
        int used = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            rows[used] = i;
            if (leftColumn.Values[i] == isAnd || leftColumn.IsNull(i)) used++;
        }
        return used == 0 && batch.Count > 0 ? null : (FixedColumn<bool>)right.EvaluateSpread(batch, rows.AsSpan(0, used), context);
    }

    private void Combine(ReadOnlySpan<bool> leftValues, ReadOnlySpan<bool> rightValues, Span<bool> results)
    {
        ReadOnlySpan<byte> a = MemoryMarshal.AsBytes(leftValues);
        ReadOnlySpan<byte> b = MemoryMarshal.AsBytes(rightValues);
        Span<byte> r = MemoryMarshal.AsBytes(results);
        int i = 0;
        for (; i <= r.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            var x = new Vector<byte>(a[i..]);
            var y = new Vector<byte>(b[i..]);
            (isAnd ? x & y : x | y).CopyTo(r[i..]);
        }
        for (; i < r.Length; i++) r[i] = (byte)(isAnd ? a[i] & b[i] : a[i] | b[i]);
    }
}
