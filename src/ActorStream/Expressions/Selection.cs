using ActorStream.Types;

namespace ActorStream.Expressions;

/// <summary>A condition as row numbers: those for which it is TRUE (not FALSE, not NULL), in order.</summary>
internal sealed class Selection
{
    private readonly Evaluator _condition;

    private Selection(Evaluator condition) => _condition = condition;

    /// <summary>Compiles a BOOLEAN expression.</summary>
    public static Selection Compile(Expression condition) => new(ExpressionCompiler.Compile(condition));

    /// <summary>Writes the numbers of the chosen rows.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="context">The shard's context.</param>
    /// <param name="selected">Takes the numbers; at least <c>batch.Count</c> long.</param>
    /// <returns>How many were chosen.</returns>
    public int Select(Batch batch, EvaluationContext context, Span<int> selected)
    {
        var column = (FixedColumn<bool>)_condition.Evaluate(batch, context);
        ReadOnlySpan<bool> values = column.Span;
        int count = 0;
        if (column.Nulls is null)
        {
            for (int i = 0; i < values.Length; i++)
            {
                selected[count] = i;
                count += values[i] ? 1 : 0;
            }
            return count;
        }
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] && !column.IsNull(i)) selected[count++] = i;
        }
        return count;
    }
}
