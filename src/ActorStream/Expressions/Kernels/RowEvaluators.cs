using ActorStream.Types;

namespace ActorStream.Expressions.Kernels;

/// <summary>Computes one row of a function whose result has a fixed size.</summary>
/// <param name="arguments">The argument columns; read them with <see cref="ColumnAccess"/>.</param>
/// <param name="row">The row.</param>
/// <param name="context">The session's zone, the time.</param>
/// <param name="result">The value.</param>
/// <returns>False for NULL.</returns>
internal delegate bool FixedRow<TOut>(Column[] arguments, int row, EvaluationContext context, out TOut result);

/// <summary>Computes one row of a function that gives text or binary: writes the bytes. Returns false for NULL.</summary>
internal delegate bool BytesRow(Column[] arguments, int row, EvaluationContext context, BytesOutput output);

/// <summary>Calls a delegate for each row: for functions that no query spends its time in.</summary>
/// <param name="arguments">The arguments' evaluators.</param>
/// <param name="compute">The function.</param>
/// <param name="canFail">Whether it throws for some values.</param>
/// <param name="seesNulls">True to have it called for NULL arguments also; else those give NULL.</param>
internal sealed class FixedRowEvaluator<TOut>(Evaluator[] arguments, FixedRow<TOut> compute, bool canFail = false, bool seesNulls = false)
    : Evaluator
    where TOut : unmanaged
{
    private readonly Column[] _columns = new Column[arguments.Length];

    public override bool CanFail { get; } = canFail || arguments.Any(a => a.CanFail);

    public override Column Evaluate(Batch batch, EvaluationContext context)
    {
        ulong[]? nulls = ArgumentNulls.Evaluate(arguments, _columns, batch, context);
        int count = batch.Count;
        TOut[] results = GC.AllocateUninitializedArray<TOut>(count);
        if (seesNulls) nulls = null;
        ulong[]? resultNulls = nulls is null ? null : [.. nulls];
        for (int i = 0; i < count; i++)
        {
            if (NullBits.IsNull(nulls, i))
            {
                results[i] = default;
                continue;
            }
            if (compute(_columns, i, context, out results[i])) continue;
            resultNulls ??= NullBits.Create(count);
            NullBits.Set(resultNulls, i);
        }
        return new FixedColumn<TOut>(results, count, resultNulls);
    }
}

/// <summary>Calls a delegate for each row: for functions that give text or binary.</summary>
/// <inheritdoc cref="FixedRowEvaluator{TOut}"/>
internal sealed class BytesRowEvaluator(Evaluator[] arguments, BytesRow compute, bool canFail = false, bool seesNulls = false) : Evaluator
{
    private readonly Column[] _columns = new Column[arguments.Length];
    private readonly BytesOutput _output = new();

    public override bool CanFail { get; } = canFail || arguments.Any(a => a.CanFail);

    public override Column Evaluate(Batch batch, EvaluationContext context)
    {
        ulong[]? nulls = ArgumentNulls.Evaluate(arguments, _columns, batch, context);
        if (seesNulls) nulls = null;
        _output.Reset(batch.Count, context.MaxValueBytes);
        for (int i = 0; i < batch.Count; i++)
        {
            if (!NullBits.IsNull(nulls, i) && compute(_columns, i, context, _output)) _output.EndRow();
            else _output.EndNull();
        }
        return _output.Build();
    }
}

/// <summary>Arguments' columns and where any of them is NULL.</summary>
internal static class ArgumentNulls
{
    /// <summary>Evaluates the arguments into <paramref name="columns"/> and returns the union of their null bitmaps.</summary>
    public static ulong[]? Evaluate(Evaluator[] arguments, Column[] columns, Batch batch, EvaluationContext context)
    {
        ulong[]? nulls = null;
        for (int i = 0; i < arguments.Length; i++)
        {
            columns[i] = arguments[i].Evaluate(batch, context);
            nulls = NullBits.Union(nulls, columns[i].Nulls);
        }
        return nulls;
    }
}
