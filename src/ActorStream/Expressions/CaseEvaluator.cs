using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions;

/// <summary>CASE: finds each row's branch, computes the branches and merges them. What can fail is computed only for its rows.</summary>
internal sealed class CaseEvaluator : Evaluator
{
    private readonly DataType _type;
    private readonly SubsetEvaluator[] _conditions;
    private readonly SubsetEvaluator[] _results;
    private readonly Column?[] _columns;

    /// <summary>Makes it of the evaluators of the expression's children.</summary>
    public CaseEvaluator(CaseExpression expression, Evaluator[] children)
    {
        _type = expression.Type;
        var parts = new SubsetEvaluator[children.Length];
        for (int i = 0; i < parts.Length; i++) parts[i] = new SubsetEvaluator(expression.Children[i], children[i]);
        _conditions = [.. parts.Take(parts.Length - 1).Where((_, i) => i % 2 == 0)];
        _results = [.. parts.Where((_, i) => i % 2 == 1), parts[^1]];
        _columns = new Column?[_results.Length];
        CanFail = children.Any(c => c.CanFail);
    }

    public override bool CanFail { get; }

    public override Column Evaluate(Batch batch, EvaluationContext context)
    {
        int[] choice = GC.AllocateUninitializedArray<int>(batch.Count);
        Array.Fill(choice, _conditions.Length);
        int[] open = GC.AllocateUninitializedArray<int>(batch.Count);
        for (int i = 0; i < open.Length; i++) open[i] = i;
        int openCount = batch.Count;
        int[] counts = new int[_results.Length];
        for (int branch = 0; branch < _conditions.Length && openCount > 0; branch++)
        {
            int left = Decide(branch, batch, choice, open.AsSpan(0, openCount), context);
            counts[branch] = openCount - left;
            openCount = left;
        }
        counts[^1] = openCount;
        Column result = Merge(batch, choice, counts, context);
        Array.Clear(_columns);
        return result;
    }

    /// <summary>Writes the branch to the rows whose condition is TRUE, and keeps the others in <paramref name="open"/>.</summary>
    private int Decide(int branch, Batch batch, int[] choice, Span<int> open, EvaluationContext context)
    {
        SubsetEvaluator condition = _conditions[branch];
        bool some = condition.CanFail && open.Length < batch.Count;
        var column = (FixedColumn<bool>)(some ? condition.Evaluate(batch, open, context) : condition.Evaluate(batch, context));
        int kept = 0;
        for (int i = 0; i < open.Length; i++)
        {
            int row = open[i];
            int at = some ? i : row;
            if (column.Values[at] && !column.IsNull(at)) choice[row] = branch;
            else open[kept++] = row;
        }
        return kept;
    }

    private Column Merge(Batch batch, int[] choice, int[] counts, EvaluationContext context)
    {
        for (int branch = 0; branch < _results.Length; branch++)
        {
            if (counts[branch] == 0) continue;
            if (counts[branch] == batch.Count) return _results[branch].Evaluate(batch, context);
            _columns[branch] = _results[branch].CanFail
                ? _results[branch].EvaluateSpread(batch, RowsOf(branch, choice, counts[branch]), context)
                : _results[branch].Evaluate(batch, context);
        }
        return ColumnMerge.Choose(_type, _columns, choice);
    }

    private static int[] RowsOf(int branch, int[] choice, int count)
    {
        int[] rows = new int[count];
        int used = 0;
        for (int i = 0; i < choice.Length; i++)
        {
            if (choice[i] == branch) rows[used++] = i;
        }
        return rows;
    }
}
