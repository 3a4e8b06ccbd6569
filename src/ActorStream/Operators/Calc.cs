using ActorStream.Expressions;
using ActorStream.Types;

namespace ActorStream.Operators;

/// <summary>A filter and a projection in one: chooses rows, then computes columns of those only.</summary>
internal sealed class Calc : Operator
{
    private readonly Selection? _condition;
    private readonly Evaluator[]? _projection;
    private readonly int[] _projected;
    private readonly int[] _read;
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
        var used = new SortedSet<int>(projection is null ? Enumerable.Range(0, inputCount) : []);
        foreach (Expression expression in projection ?? []) CollectColumns(expression, used);
        _projected = [.. used];
        if (condition is not null) CollectColumns(condition, used);
        _read = [.. used];
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
            ProcessHalves(batch, _read);
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
            if (count < batch.Count) batch = batch.Take(_selected.AsSpan(0, count), _projected);
        }
        if (_projection is not null)
        {
            var columns = new Column[_projection.Length];
            for (int i = 0; i < columns.Length; i++) columns[i] = _projection[i].Evaluate(batch, _context);
            batch = new Batch(columns, batch.Count, batch.Kinds);
        }
        return batch;
    }

    private static void CollectColumns(Expression expression, SortedSet<int> used)
    {
        if (expression is ColumnExpression column) used.Add(column.Index);
        foreach (Expression child in expression.Children) CollectColumns(child, used);
    }
}
