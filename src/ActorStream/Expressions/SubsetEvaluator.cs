using ActorStream.Types;

namespace ActorStream.Expressions;

/// <summary>Computes an expression for some rows of a batch only: gathers the columns that it reads, and no others.</summary>
internal sealed class SubsetEvaluator
{
    private readonly Evaluator _inner;
    private readonly int[] _columns;

    /// <summary>Makes it for an expression and its evaluator.</summary>
    public SubsetEvaluator(Expression expression, Evaluator inner) : this([expression], inner)
    {
    }

    /// <summary>Makes it for an evaluator that computes something of several expressions.</summary>
    public SubsetEvaluator(ReadOnlySpan<Expression> expressions, Evaluator inner)
    {
        _inner = inner;
        var columns = new SortedSet<int>();
        foreach (Expression expression in expressions) Collect(expression, columns);
        _columns = [.. columns];
    }

    /// <summary>Whether it may throw for some value.</summary>
    public bool CanFail => _inner.CanFail;

    /// <summary>Computes a column for all rows.</summary>
    public Column Evaluate(Batch batch, EvaluationContext context) => _inner.Evaluate(batch, context);

    /// <summary>Computes a column of as many rows as are chosen.</summary>
    public Column Evaluate(Batch batch, ReadOnlySpan<int> rows, EvaluationContext context)
    {
        var gathered = new Column[batch.Columns.Length];
        foreach (int index in _columns) gathered[index] = batch.Columns[index].Take(rows);
        return _inner.Evaluate(new Batch(gathered, rows.Length), context);
    }

    /// <summary>Computes the chosen rows and spreads them over a column as long as the batch, NULL elsewhere.</summary>
    public Column EvaluateSpread(Batch batch, ReadOnlySpan<int> rows, EvaluationContext context)
    {
        if (rows.Length == batch.Count) return _inner.Evaluate(batch, context);
        Column some = Evaluate(batch, rows, context);
        int[] spread = new int[batch.Count];
        Array.Fill(spread, -1);
        for (int i = 0; i < rows.Length; i++) spread[rows[i]] = i;
        return some.Take(spread);
    }

    private static void Collect(Expression expression, SortedSet<int> columns)
    {
        if (expression is ColumnExpression column) columns.Add(column.Index);
        foreach (Expression child in expression.Children) Collect(child, columns);
    }
}
