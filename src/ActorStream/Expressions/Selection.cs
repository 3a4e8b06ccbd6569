using System.Numerics;
using System.Runtime.InteropServices;
using ActorStream.Types;

namespace ActorStream.Expressions;

/// <summary>A condition as row numbers: those for which it is TRUE (not FALSE, not NULL), in order. The parts of an AND are looked at one
/// after the other: those that cannot fail for all rows, the others only for the rows that are left.</summary>
internal sealed class Selection
{
    private readonly SubsetEvaluator[] _conditions;

    private Selection(SubsetEvaluator[] conditions) => _conditions = conditions;

    /// <summary>Compiles a BOOLEAN expression.</summary>
    public static Selection Compile(Expression condition)
    {
        var parts = new List<Expression>();
        Split(condition, parts);
        return new([.. parts.Select(p => new SubsetEvaluator(p, ExpressionCompiler.Compile(p)))]);
    }

    /// <summary>Writes the numbers of the chosen rows.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="context">The shard's context.</param>
    /// <param name="selected">Takes the numbers; at least <c>batch.Count</c> long.</param>
    /// <returns>How many were chosen.</returns>
    public int Select(Batch batch, EvaluationContext context, Span<int> selected)
    {
        int count = First((FixedColumn<bool>)_conditions[0].Evaluate(batch, context), selected);
        for (int i = 1; i < _conditions.Length && count > 0; i++)
        {
            Span<int> rows = selected[..count];
            // A few rows are gathered, and so is what can fail; else computing all rows is faster than choosing some.
            bool gathers = count < batch.Count && (_conditions[i].CanFail || count < batch.Count / 8);
            count = gathers
                ? KeepGathered((FixedColumn<bool>)_conditions[i].Evaluate(batch, rows, context), rows)
                : Keep((FixedColumn<bool>)_conditions[i].Evaluate(batch, context), rows);
        }
        return count;
    }

    private static void Split(Expression condition, List<Expression> parts)
    {
        if (condition is not CallExpression { Function.Name: "AND" })
        {
            parts.Add(condition);
            return;
        }
        foreach (Expression part in condition.Children) Split(part, parts);
    }

    /// <summary>The rows that are TRUE, 64 at a time: a word of bits is walked from one to the next.</summary>
    private static int First(FixedColumn<bool> column, Span<int> selected)
    {
        ReadOnlySpan<byte> values = MemoryMarshal.AsBytes(column.Span);
        ulong[]? nulls = column.Nulls;
        int count = 0;
        int row = 0;
        for (; row + 64 <= values.Length; row += 64)
        {
            ulong bits = Gather(values.Slice(row, 64));
            if (nulls is not null) bits &= ~nulls[row >> 6];
            while (bits != 0)
            {
                selected[count++] = row + BitOperations.TrailingZeroCount(bits);
                bits &= bits - 1;
            }
        }
        for (; row < values.Length; row++)
        {
            if (values[row] != 0 && !NullBits.IsNull(nulls, row)) selected[count++] = row;
        }
        return count;
    }

    /// <summary>64 BOOLEANs as bits.</summary>
    private static ulong Gather(ReadOnlySpan<byte> values)
    {
        ulong bits = 0;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(values);
        for (int i = 0; i < 8; i++)
        {
            // The product moves the lowest bit of each of the eight bytes into the highest byte.
            bits |= (words[i] * 0x0102040810204080UL >> 56) << (i * 8);
        }
        return bits;
    }

    private static int Keep(FixedColumn<bool> column, Span<int> rows)
    {
        int kept = 0;
        foreach (int row in rows)
        {
            rows[kept] = row;
            kept += column.Values[row] & !column.IsNull(row) ? 1 : 0;
        }
        return kept;
    }

    private static int KeepGathered(FixedColumn<bool> column, Span<int> rows)
    {
        int kept = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            rows[kept] = row;
            kept += column.Values[i] & !column.IsNull(i) ? 1 : 0;
        }
        return kept;
    }
}
