using ActorStream.Expressions;
using ActorStream.Types;

namespace ActorStream.Operators;

/// <summary>A filter and a projection in one: chooses rows, then computes columns of those only.</summary>
internal sealed class Calc : Operator
{
    private readonly Selection? _condition;
    private readonly Evaluator[]? _projection;
    private readonly int[] _inputs;
    private readonly EvaluationContext _context;
    private int[] _selected = [];

    /// <summary>Makes the operator.</summary>
    /// <param name="condition">Keeps the rows for which it is TRUE; null: all rows.</param>
    /// <param name="projection">The columns to compute; null: the input's.</param>
    /// <param name="inputCount">Columns of the input.</param>
    /// <param name="context">The shard's.</param>
    public Calc(Expression? condition, IReadOnlyList<Expression>? projection, int inputCount, EvaluationContext context)
    {
        _condition = condition is null ? null : Selection.Compile(condition);
        _projection = projection?.Select(ExpressionCompiler.Compile).ToArray();
        _context = context;
        var used = new SortedSet<int>();
        foreach (Expression expression in projection ?? []) CollectColumns(expression, used);
        _inputs = projection is null ? [.. Enumerable.Range(0, inputCount)] : [.. used];
    }

    /// <inheritdoc/>
    public override void Process(Batch batch)
    {
        Batch? computed;
        try
        {
            computed = Compute(batch);
        }
        catch (EvaluationException) when (batch.Count > 1)
        {
            // The rows before the one that fails go on, as if they had come one by one.
            int half = batch.Count / 2;
            Process(Part(batch, 0, half));
            Process(Part(batch, half, batch.Count - half));
            return;
        }
        if (computed is not null) Emit(computed);
    }

    private Batch? Compute(Batch batch)
    {
        if (_condition is not null)
        {
            if (_selected.Length < batch.Count) _selected = new int[Math.Max(batch.Count, Batch.TargetRows)];
            int count = _condition.Select(batch, _context, _selected);
            if (count == 0) return null;
            if (count < batch.Count) batch = Choose(batch, _selected.AsSpan(0, count));
        }
        if (_projection is not null)
        {
            var columns = new Column[_projection.Length];
            for (int i = 0; i < columns.Length; i++) columns[i] = _projection[i].Evaluate(batch, _context);
            batch = new Batch(columns, batch.Count, batch.Kinds);
        }
        return batch;
    }

    private Batch Part(Batch batch, int start, int count) => Choose(batch, [.. Enumerable.Range(start, count)]);

    /// <summary>The chosen rows; columns that nobody reads are left as they are, longer than the batch.</summary>
    private Batch Choose(Batch batch, ReadOnlySpan<int> rows)
    {
        Column[] columns = (Column[])batch.Columns.Clone();
        foreach (int input in _inputs) columns[input] = columns[input].Take(rows);
        return new Batch(columns, rows.Length, batch.TakeKinds(rows));
    }

    private static void CollectColumns(Expression expression, SortedSet<int> used)
    {
        if (expression is ColumnExpression column) used.Add(column.Index);
        foreach (Expression child in expression.Children) CollectColumns(child, used);
    }
}
